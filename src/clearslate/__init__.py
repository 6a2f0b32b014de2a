"""Clearslate: a declared use of generative AI goes in, a reasoned assessment comes out.

    import clearslate
    assessment = clearslate.assess("declaration.yaml", on="2026-11-24")
    print(assessment.outcome, assessment.as_text())

`assess`, `read`, `ways` and `load_pack` are all that is needed; each loads what it uses when it is
first called. The parts lie in `clearslate.policy` and `clearslate.record`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clearslate.policy.assess import Assessment
    from clearslate.policy.errors import PolicyError
    from clearslate.policy.library import assess, case, load_pack, read, ways

__all__ = ["Assessment", "PolicyError", "assess", "case", "load_pack", "read", "ways"]
__version__ = "0.1.0"

_HOMES = {
    "Assessment": "clearslate.policy.assess",
    "PolicyError": "clearslate.policy.errors",
    "assess": "clearslate.policy.library",
    "case": "clearslate.policy.library",
    "load_pack": "clearslate.policy.library",
    "read": "clearslate.policy.library",
    "ways": "clearslate.policy.library",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'clearslate' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
