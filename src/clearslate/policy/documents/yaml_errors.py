"""What a YAML syntax error means for a person who fills in a form.

The two parsers (libyaml and pure Python) word the same error differently and speak of tokens;
here each kind of error has one sentence and one remedy.
"""

from __future__ import annotations

from typing import NamedTuple

from clearslate.policy.documents.limits import TOO_DEEP


class Explanation(NamedTuple):
    """What was found, and what to do."""

    message: str
    suggestion: str


_TOO_DEEP = Explanation(TOO_DEEP, "No form needs as many; check the brackets.")
_TAB = Explanation(
    "A tab stands where the indentation is read.", "Indent with spaces; two per level are usual."
)
_BLOCK = Explanation(
    "The indentation does not fit, or a line is not of the form `name: value`.",
    "Begin all names of one group in the same column, and each item of a list with `- `.",
)
_COLON = Explanation(
    "A colon followed by a space stands where no further name can begin.",
    "Put text that holds a colon and a space in quotes, or check how far the line is indented.",
)
_DASH = Explanation(
    "An item of a list stands where no list can begin.",
    "Begin the list in a line of its own, or put text that begins with - in quotes.",
)
_NO_COLON = Explanation(
    "A name is not followed by a colon.",
    "Write `name: value`, and put text that goes over several lines in quotes.",
)
SECOND_DOCUMENT = Explanation(
    "After the end of the document there is more text.", "Keep one document per file."
)
_ESCAPE = Explanation(
    "A backslash in double quotes is not followed by a known escape.",
    "Write two backslashes, or use single quotes.",
)
_AFTER_QUOTE = Explanation(
    "Something follows a text in quotes.",
    "Put the whole text in quotes; in single quotes, write two for an apostrophe.",
)
_OPEN_QUOTE = Explanation("The closing quote is missing.", "Close the text with the same quote.")
_OPEN_BRACKET = Explanation(
    "A comma or the closing bracket is missing.", "Write [a, b] or {name: value}, all closed."
)
_REFERENCE = Explanation(
    "An asterisk or ampersand begins an alias or anchor; these are not read.",
    "Put text that begins with * or & in quotes.",
)
_TAG = Explanation(
    "An exclamation mark begins a tag; tags are not read.", "Put text that begins with ! in quotes."
)
DIRECTIVE = Explanation(
    "A line that begins with % is a directive; directives are not read.", "Remove the line."
)
HEADER = Explanation(
    "The line that begins a block text holds something more.",
    "Write | or > alone at the end of the line, and the text below it, indented.",
)
COLON_TOUCHES = Explanation(
    "A colon inside brackets touches the bracket or comma after it.",
    "Put a space after the colon, or the text in quotes.",
)
TOUCHING = Explanation(
    "A # touches the quote or bracket before it.",
    "Put a space before a comment, or the whole text in quotes.",
)

#: Parts of the parsers' messages (context and problem), the more telling first.
_TABLE: tuple[tuple[str, Explanation], ...] = (
    ("nesting depth", _TOO_DEEP),
    ("tab character", _TAB),
    ("character '\\t'", _TAB),
    ("scanning an alias", _REFERENCE),
    ("scanning an anchor", _REFERENCE),
    ("scanning a tag", _TAG),
    ("parsing a tag", _TAG),
    ("tag handle", _TAG),
    ("directive", DIRECTIVE),
    ("escape", _ESCAPE),
    ("unicode character", _ESCAPE),
    ("hexdecimal", _ESCAPE),  # as libyaml spells it
    ("hexadecimal", _ESCAPE),
    ("mapping values are not allowed", _COLON),
    ("unexpected ':'", COLON_TOUCHES),
    ("sequence entries are not allowed", _DASH),
    ("could not find expected ':'", _NO_COLON),
    ("document start", SECOND_DOCUMENT),
    ("document separator", _OPEN_QUOTE),
    ("document indicator", _OPEN_QUOTE),
    ("end of stream", _OPEN_QUOTE),
    ("parsing a flow", _OPEN_BRACKET),
    ("scanning a block scalar", HEADER),
)


def anchor(name: str) -> Explanation:
    """For an anchor, which stands before a value."""
    return Explanation(
        f"Found the anchor &{name}; anchors are not read.",
        "Remove it, or put text that begins with & in quotes.",
    )


def tag(name: str) -> Explanation:
    """For a tag, which stands before a value."""
    return Explanation(
        f"Found the tag {name}; tags are not read.",
        "Remove it, or put text that begins with ! in quotes.",
    )


def explain(said: str, before: str, character: str) -> Explanation:
    """The explanation of a parser's words.

    `before` is what stands in the line before the error, `character` what stands at it.
    """
    if "cannot start any token" in said:
        return _TAB if character == "\t" else _unexpected(character)
    for part, found in _TABLE:
        if part in said:
            return found
    return _AFTER_QUOTE if before.rstrip().endswith(('"', "'")) else _BLOCK


def _unexpected(character: str) -> Explanation:
    return Explanation(
        f"Text cannot begin with {character}.", f"Put text that begins with {character} in quotes."
    )
