"""Text to trees of values and back: YAML and JSON, read strictly and written exactly."""

from clearslate.policy.documents.nodes import Node, plain, step_into
from clearslate.policy.documents.reader import read_file, read_text
from clearslate.policy.documents.writer import to_json, to_yaml

__all__ = ["Node", "plain", "read_file", "read_text", "step_into", "to_json", "to_yaml"]
