"""Policy packs: rulebooks as data, loaded with every name, value and reference checked."""

from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
from clearslate.policy.pack.model import Outcome, Pack, Rule

__all__ = ["Loaded", "Outcome", "Pack", "Rule", "load_pack", "shipped_pack"]
