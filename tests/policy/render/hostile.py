"""One hostile name, and an assessment in which it stands in every place a name can stand."""

from __future__ import annotations

from typing import Any

from clearslate.policy.assess import Assessment, assess
from clearslate.policy.case import Case
from clearslate.policy.pack.load import Loaded
from tests.policy.assess.small import case

#: Every trick in one name that a document may hold: no control characters, but all else.
NAME = (
    "=1+1 <script>alert(1)</script> ![x](http://evil.test) [a](javascript:x) `rm` | ** "
    "\u202egnp.exe\u2066 \u200bzero\ufeff www.evil.test \"'>&lt; # $x$ @here"
)
#: What only a program could put into an assessment: a terminal's codes, and line breaks.
CONTROL = "\x1b[2J\x1b]0;title\x07\r\nBcc: everybody@evil.test\x00\x9b31m"


def hostile_case(loaded: Loaded) -> Case:
    """A case in which the hostile name is the title, an output and a person."""
    declaration: dict[str, Any] = {
        "use": {"title": NAME[:120], "begun": "yes"},
        "outputs": [
            {"name": NAME[:120], "destination": "final_picture"},
            {"name": NAME[60:180]},
        ],
        "people": [{"who": NAME[:120], "act": "replica"}, {"who": NAME[60:180]}],
    }
    return case(loaded, declaration)


def hostile(loaded: Loaded) -> Assessment:
    """Its assessment."""
    return assess(hostile_case(loaded))
