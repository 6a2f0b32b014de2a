"""The frame of every HTML page: its head, its style, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources

from clearslate.policy.render.escape import html as safe


@functools.cache
def _style() -> str:
    text = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return f"\n{text}"


def document(title: str, body: str, *, foot: str) -> str:
    """A whole page. `foot` stands at the foot of each printed page: letters, digits and spaces."""
    if not foot.replace(" ", "").isalnum():
        raise ValueError("the foot of a printed page holds letters, digits and spaces only")
    style = f'{_style()}@page {{ @bottom-left {{ content: "{foot}"; }} }}\n'
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{safe(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{safe(title)}</title><style>{style}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )
