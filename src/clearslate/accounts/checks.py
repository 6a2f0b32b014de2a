"""Whether somebody can administer the installation, for `clearslate doctor`."""

from __future__ import annotations

from clearslate.accounts import selectors
from clearslate.kit.checks import Check


def check_administrator() -> Check:
    """There is a person who can invite others."""
    if selectors.has_administrator():
        return Check("administrator", "ok", "there is one")
    return Check(
        "administrator",
        "warning",
        "nobody administers. Run: clearslate user create EMAIL --organisation NAME --administrator",
    )
