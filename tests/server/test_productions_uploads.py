"""House packs that are uploaded: a file or a zipped folder, and what hostile ones run into."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clearslate.policy.pack.load import load_pack
from clearslate.productions.errors import ProductionsError
from clearslate.productions.packs import keep, kept_papers
from clearslate.productions.uploads import MOST_UPLOAD, read_pack
from tests.server.productions import AT, World, world

pytestmark = pytest.mark.usefixtures("database")

FOLDER = Path(__file__).parents[2] / "examples" / "house"
TODAY = date(2026, 11, 24)
HEAD = (FOLDER / "pack.yaml").read_bytes()


def zipped(*more: tuple[str | zipfile.ZipInfo, bytes], top: str = "", head: bytes = HEAD) -> bytes:
    """The house pack of the examples as a zip file, with more in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.rglob("*.yaml")):
            name = path.relative_to(FOLDER).as_posix()
            if "/" in name or name in ("pack.yaml", "questions.yaml", "duties.yaml"):
                archive.writestr(f"{top}{name}", head if name == "pack.yaml" else path.read_bytes())
        for name, data in more:
            archive.writestr(name, data)
    return file.getvalue()


def read(here: World, data: bytes, name: str = "house.zip"):
    return read_pack(here.production, TODAY, name, data)


@pytest.mark.parametrize("top", ["", "house/"])
def test_it_works(top: str) -> None:
    here = world()
    assert read(here, zipped(top=top)).pack == load_pack(FOLDER).pack


def test_what_programs_add_of_their_own_is_left_out() -> None:
    here = world()
    more = (("__MACOSX/house/._pack.yaml", b"\x00"), ("house/.DS_Store", b"\x00"))
    assert read(here, zipped(*more, top="house/")).pack == load_pack(FOLDER).pack


def test_its_papers_are_read_at_once_and_kept_with_it() -> None:
    here = world()
    wrong = ("rules-card.yaml", b"rules_card: {vxf: {}}\n")
    with pytest.raises(ProductionsError) as caught:
        read(here, zipped(wrong))
    assert any("Did you mean “vfx”?" in problem for _, problem in caught.value.problems)
    card = b"rules_card: {vfx: {ask: [{text: Lighthouses., cite: [H1]}]}}\n"
    loaded = read(here, zipped(("rules-card.yaml", card)))
    kept = kept_papers(keep(loaded, at=AT).sha256).card("vfx")
    assert kept.ask[-1].text == "Lighthouses."
    assert len(kept.ask) > 3, "those of the platform stand before it"


def test_one_file_is_a_pack_and_problems_have_their_line() -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        read(here, HEAD.replace(b"publisher:", b"publsher:"), "house.yaml")
    assert any(
        "house.yaml:" in problem and "Did you mean “publisher”?" in problem
        for _, problem in caught.value.problems
    )
    with pytest.raises(ProductionsError) as caught:
        read(here, zipped(head=HEAD.replace(b"publisher:", b"publsher:")))
    assert any("pack.yaml:" in problem for _, problem in caught.value.problems)


def test_a_zip_without_a_pack_was_named_by_all_that_it_holds() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("other.yaml", b"secret: plot")
    with pytest.raises(ProductionsError) as caught:
        read(world(), file.getvalue(), "nothing.zip")
    problems = " ".join(problem for _, problem in caught.value.problems)
    assert problems.startswith("nothing.zip: There is no ")
    assert "secret" not in problems


def _link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("rules/link.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _bomb() -> bytes:
    return zipped(*((f"rules/{each}.yaml", b"#" * 900_000) for each in range(20)))


def _broken() -> bytes:
    data = bytearray(zipped())
    data[60:90] = b"\xff" * 30
    return bytes(data)


def _encrypted() -> bytes:
    data = bytearray(zipped())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        data[at + place] |= 1
    return bytes(data)


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(("pack.yaml", b""))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: zipped(("../evil.yaml", b"")), "leads out of the folder"),
        (lambda: zipped(("/etc/evil.yaml", b"")), "leads out of the folder"),
        (lambda: zipped(("C:/evil.yaml", b"")), "leads out of the folder"),
        (lambda: zipped(("rules\\evil.yaml", b"")), "leads out of the folder"),
        (lambda: zipped(("rules/./evil.yaml", b"")), "leads out of the folder"),
        (lambda: zipped(("rules/\x1b[2J.yaml", b"")), "leads out of the folder"),
        (lambda: zipped((_link(), b"/etc/passwd")), "is a link or a device"),
        (_encrypted, "is encrypted"),
        (_bomb, "unpacks to more than"),
        (lambda: zipped(("rules/big.yaml", b"#" * 1_500_000)), "unpacks to more than"),
        (
            lambda: zipped(*((f"notes/{each}.txt", b"") for each in range(201))),
            "more than 200 files",
        ),
        (_twice, "is in the zip file twice"),
        (_broken, "cannot be read"),
        (lambda: b"PK\x03\x04" + b"\x00" * 100, "cannot be read"),
        (lambda: zipped()[:200], "cannot be read"),
        (lambda: zipped(("rules/again.yml", b"")), "Rename it"),
        (lambda: b"", "is empty"),
        (lambda: b"#" * (MOST_UPLOAD + 1), "more than 2,000,000 bytes"),
        (lambda: b"#" * 1_500_000, "more than 1,000,000 bytes"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not UTF-8"),
        (lambda: b"a: &a [x]\nb: [*a, *a]\n", "house.zip:1"),
        (lambda: b"format: pack/1\nextends: urn:nobody\n", "house.zip:"),
        (lambda: b"{" * 5000, "house.zip:1"),
    ],
)
def test_a_hostile_upload_is_refused_in_words(make: Callable[[], bytes], said: str) -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        read(here, make())
    assert said in " ".join(problem for _, problem in caught.value.problems)


def test_a_pack_extends_what_is_in_force_here_and_not_elsewhere() -> None:
    from clearslate.productions.services.packs import put_pack_in_force
    from tests.server.productions import AT

    here = world()
    put_pack_in_force(
        actor=here.root,
        at=AT,
        production=here.foreign,
        pack=load_pack(FOLDER),
        standing="advisory",
        from_day=TODAY,
    )
    urn = load_pack(FOLDER).pack.urn
    data = HEAD.replace(f"urn: {urn}".encode(), b"urn: urn:other:pack")
    extending = data.replace(b"extends: ", f"extends: {urn} #".encode())
    assert extending != data
    with pytest.raises(ProductionsError, match="problem") as caught:
        read(here, extending, "other.yaml")
    assert any("is not here" in problem for _, problem in caught.value.problems)
