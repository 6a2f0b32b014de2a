"""Ways to a lower outcome: the smallest changes to choices and evidence, never to a fact."""

from clearslate.policy.ways.document import Change, Standing, Target, Way, Ways
from clearslate.policy.ways.finder import Finder, ways
from clearslate.policy.ways.jsonschema import ways_schema

__all__ = ["Change", "Finder", "Standing", "Target", "Way", "Ways", "ways", "ways_schema"]
