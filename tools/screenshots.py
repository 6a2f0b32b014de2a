"""Takes the pictures of the README from the demo, in a real browser.

Usage: python -m tools.screenshots [NAME...]

Builds the demo in a folder of its own, serves it, signs in as its people, and writes
docs/images/NAME.png for each picture below, or for those named. The demo tells of the days before
today, so dates in the pictures are those of the day they are taken on.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SERIES = ROOT / "examples" / "series"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 120_000
"""Milliseconds for one page, on a machine that does other work too."""

SETTLED = 1500
"""Milliseconds until a page has asked for what may come later, such as the ways."""


class Picture(NamedTuple):
    """One page, as one person sees it."""

    name: str
    role: str
    """As the demo names it where it prints who can sign in."""
    link: str
    """What to follow from the home of the production; empty to stay there."""
    theme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int = 900
    scale: float = 1
    section: str = ""
    """The section to open first; empty for the overview."""


PICTURES = (
    Picture("home", "Coordinator", ""),
    Picture("declare", "Department lead", "The second wave", theme="dark"),
    Picture("use", "Coordinator", "The old keeper at ninety"),
    Picture("inbox", "Reviewer", "", section="Inbox"),
    Picture("review", "Reviewer", "The old keeper at ninety", section="Inbox"),
    Picture("phone", "Department lead", "The second wave", width=390, height=844, scale=1.5),
)


class Demo(NamedTuple):
    """A demo that answers, and how to sign in to it."""

    address: str
    password: str
    people: dict[str, str]


@contextmanager
def demo() -> Iterator[Demo]:
    """The demo, built and served until the block ends."""
    with tempfile.TemporaryDirectory(prefix="clearslate-pictures-") as folder:
        command = [
            *(sys.executable, "-c", "from clearslate.cli.main import main; main()"),
            *("demo", "--series", str(SERIES), "--out", f"{folder}/demo", "--no-open"),
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield _read(process)
        finally:
            process.terminate()
            process.communicate()


def _read(process: subprocess.Popen[str]) -> Demo:
    """What the demo prints once it answers: its address, the password, and a person per role."""
    assert process.stdout is not None
    address, password = "", ""
    people: dict[str, str] = {}
    for line in process.stdout:
        if found := re.search(r"at (http://\S+:\d+)\..* password (\S+)", line):
            address, password = found.groups()
        elif found := re.match(r"(\S.*?) {2,}(\S+@\S+)$", line.rstrip()):
            people[found[1]] = found[2]
        elif people and not line.strip():
            return Demo(address, password, people)
    raise SystemExit("screenshots: the demo ended before it answered")


def take(browser: Browser, shown: Demo, picture: Picture) -> bytes:
    """The picture, as PNG."""
    context = browser.new_context(
        base_url=shown.address,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme=picture.theme,
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    _sign_in(page, shown, picture.role)
    _open(page, picture.section, picture.link)
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot()
    context.close()
    return taken


def _sign_in(page: Page, shown: Demo, role: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(shown.people[role])
    page.get_by_label("Password").fill(shown.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("main").wait_for()


def _open(page: Page, section: str, link: str) -> None:
    """Go to the home of the production, which may be all a person sees, and follow links."""
    if "/p/" not in page.url:
        page.goto("/")
        page.get_by_role("main").get_by_role("link").first.click()
    page.locator(".sections").wait_for()
    if section:
        page.locator(".sections").get_by_role("link", name=section, exact=True).click()
        page.wait_for_load_state()
    if link:
        page.get_by_role("main").get_by_role("link", name=link).first.click()
        page.wait_for_load_state()


def smaller(png: bytes) -> bytes:
    """The same picture in 256 colours: a third of the size, and no colour is off by a shade."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    most = Image.Quantize.MAXCOVERAGE
    image.quantize(256, most, kmeans=2, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(names: list[str]) -> int:
    """Take the pictures that are named, or all."""
    wanted = [each for each in PICTURES if not names or each.name in names]
    if len(wanted) < len(names):
        print(f"screenshots: there are {', '.join(each.name for each in PICTURES)}")
        return 2
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with demo() as shown, sync_playwright() as library:
        browser = library.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for picture in wanted:
            path = IMAGES / f"{picture.name}.png"
            path.write_bytes(smaller(take(browser, shown, picture)))
            print(f"screenshots: {path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
