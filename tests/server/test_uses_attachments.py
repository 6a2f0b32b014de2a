"""Stills and evidence: checked by content, kept byte for byte, ended when nothing has them."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from PIL import Image

from clearslate.accounts.models import User
from clearslate.flows.submitting import submit
from clearslate.kit import pictures
from clearslate.kit.models import StoredFile
from clearslate.kit.storage import GRACE, Store
from clearslate.policy.errors import DeclarationError
from clearslate.uses import attachments, drafts
from clearslate.uses.contents import DOCX, PDF, TEXT, XLSX, safe_name
from clearslate.uses.desk import desk_for
from clearslate.uses.errors import AttachmentError, UsesError
from clearslate.uses.files import end_unused, forget_files
from clearslate.uses.models import Attachment, Draft
from tests.server.test_uses_drafts import together
from tests.server.uses_world import AT, World, make_world, replica

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database) -> World:
    return make_world()


@functools.cache
def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), exif: bytes = b"") -> bytes:
    out = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def office(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")
EXCEL = office("[Content_Types].xml", "xl/workbook.xml")
PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
CONSENT = {"kind": "use_consent", "subject": "Mara Lind", "acts": ["replica"], "aspects": ["voice"]}


def attach(
    world: World,
    draft: Draft,
    data: bytes,
    kind: str = "still",
    user: User | None = None,
    **more: Any,
) -> Attachment:
    if kind == "evidence":
        more.setdefault("record", CONSENT)
    more.setdefault("name", "file")
    return attachments.attach(
        draft_id=draft.id,
        author=user or world.ana,
        at=AT,
        chunks=[data[:7], data[7:]],
        kind=kind,
        **more,
    )


def content(row: StoredFile) -> bytes:
    with Store(django_settings.CLEARSLATE["storage"]).open(row) as file:
        return file.read()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_still_is_kept_as_it_came_and_shown_small(
    world: World, kind: str, media_type: str
) -> None:
    draft = world.draft()
    data = picture(kind)
    row = attach(world, draft, data, name="C:\\stills\\harbour.exe", caption=" The\u202e harbour ")
    assert (row.media_type, row.width, row.height) == (media_type, 900, 600)
    assert (row.name, row.caption) == ("harbour.exe", "The harbour")
    assert content(row.file) == data
    small = Image.open(io.BytesIO(content(row.preview)))
    assert (small.format, small.size) == ("JPEG", (640, 427))
    assert Draft.objects.get(id=draft.id).revision == 2
    assert attachments.download_name(
        row
    ) == f"Lantern-draft-{row.id[:6]}.{kind.lower()[:4]}".replace("jpeg", "jpg")


def test_a_preview_tells_nothing_of_place_or_camera_and_stands_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    data = picture("JPEG", exif=exif.tobytes())
    assert b"Camera of Ana" in data
    row = attach(world, world.draft(), data)
    assert (row.width, row.height) == (600, 900)
    preview = content(row.preview)
    assert b"Camera" not in preview
    assert not Image.open(io.BytesIO(preview)).getexif()
    assert content(row.file) == data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_gets_a_preview(world: World, mode: str) -> None:
    out = io.BytesIO()
    if mode == "I;16":
        image = Image.new("I;16", (20, 10), 40_000)
    else:
        image = Image.new("RGB", (20, 10), (200, 100, 50)).convert(mode)
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")
    row = attach(world, world.draft(), out.getvalue())
    small = Image.open(io.BytesIO(content(row.preview)))
    assert small.size == (20, 10)
    if mode == "I;16":
        assert abs(small.convert("L").getpixel((3, 3)) - 156) < 4


def png(width: int, height: int) -> bytes:
    """A file that says it is a picture of a size, and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


REFUSED_STILLS = {
    "empty": (b"", "is empty"),
    "pdf": (PAPER, "no PNG, JPEG or WebP"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG, JPEG or WebP"),
    "gif": (picture("GIF"), "no PNG, JPEG or WebP"),
    "tiff": (picture("TIFF"), "no PNG, JPEG or WebP"),
    "html": (b"<script>alert(1)</script>", "no PNG, JPEG or WebP"),
    "cut off": (picture("JPEG")[:10_000], "damaged"),
    "cut off png": (picture()[:10_000], "damaged"),
    "nothing behind its size": (png(4000, 4000), "damaged"),
    "a little too large": (png(9_000, 9_000), "more than 80 million pixels"),
    "a bomb": (png(50_000, 50_000), "more than 80 million pixels"),
}


@pytest.mark.parametrize("name", REFUSED_STILLS)
def test_what_is_no_still_is_refused_and_leaves_nothing(world: World, name: str) -> None:
    data, said = REFUSED_STILLS[name]
    draft = world.draft()
    with pytest.raises(AttachmentError, match=said):
        attach(world, draft, data, name="still.png")
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PAPER, PDF),
        ("Consent of Mara — signed\r\n".encode(), TEXT),
        (b"# Title\n\n- point\n", TEXT),
        (WORD, DOCX),
        (EXCEL, XLSX),
        (picture("WEBP"), "image/webp"),
        (b"<html><script>alert(1)</script></html>", TEXT),
    ],
)
def test_evidence_is_known_by_its_content(world: World, data: bytes, media_type: str) -> None:
    row = attach(world, world.draft(), data, "evidence", name="x.pdf")
    assert row.media_type == media_type
    assert content(row.file) == data
    assert (row.preview is not None) == media_type.startswith("image/")


REFUSED_EVIDENCE = {
    "a program": (b"MZ\x90\x00\x03", "cannot be attached"),
    "half a text": ("Käse".encode("latin-1"), "cannot be attached"),
    "a text that ends in the middle": ("Kä".encode()[:-1], "cannot be attached"),
    "controls": (b"abc\x1b[31m", "cannot be attached"),
    "a cut pdf": (PAPER[:30], "cut off"),
    "an archive": (office("a.txt"), "no Word or Excel"),
    "two in one": (
        office("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"),
        "no Word or Excel",
    ),
    "macros": (
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        "holds macros",
    ),
    "a cut archive": (WORD[:60], "damaged"),
    "too many parts": (
        office("[Content_Types].xml", "word/document.xml", *(f"p{n}" for n in range(5_000))),
        "no Word or Excel",
    ),
    "a broken picture": (b"\x89PNG\r\n\x1a\nxxxx", "no PNG, JPEG or WebP|damaged"),
    "riff but no picture": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "no PNG, JPEG or WebP|damaged"),
}


@pytest.mark.parametrize("name", REFUSED_EVIDENCE)
def test_what_is_no_evidence_is_refused_and_leaves_nothing(world: World, name: str) -> None:
    data, said = REFUSED_EVIDENCE[name]
    with pytest.raises(AttachmentError, match=said):
        attach(world, world.draft(), data, "evidence")
    assert not StoredFile.objects.exists()


def test_what_is_too_large_is_refused_while_it_comes(world: World, monkeypatch) -> None:
    monkeypatch.setitem(attachments.MOST_BYTES, "still", 3_000_000)
    asked: list[int] = []

    def endless() -> Any:
        while True:
            asked.append(1)
            yield b"x" * 1_000_000

    with pytest.raises(AttachmentError, match="larger than 3 MB"):
        attachments.attach(
            draft_id=world.draft().id,
            author=world.ana,
            at=AT,
            chunks=endless(),
            name="x",
            kind="still",
        )
    assert len(asked) == 4


def test_evidence_is_a_record_of_the_facts_that_counts(world: World) -> None:
    draft = world.draft(replica())
    desk = desk_for(world.production, AT, draft=draft)
    assert desk.assess(draft.document).outcome == "hold"
    row = attach(
        world,
        draft,
        PAPER,
        "evidence",
        record=CONSENT
        | {"from": "2026-11-01", "to": "2027-12-31", "shots": [], "parties": ["Mara"]},
    )
    assert row.record == {
        "id": f"file-{row.id[:12]}",
        **CONSENT,
        "parties": ["Mara"],
        "from": "2026-11-01",
        "to": "2027-12-31",
        "productions": ["lantern"],
        "sha256": row.file.sha256,
    }
    desk = desk_for(world.production, AT, draft=draft)
    assessed = desk.assess(draft.document)
    assert assessed.outcome == "approval"
    assert row.record["id"] in {each.id for each in assessed.dependencies}
    attachments.set_record(
        draft_id=draft.id,
        author=world.ana,
        at=AT,
        attachment_id=row.id,
        record=CONSENT | {"subject": "Somebody else"},
    )
    assert desk_for(world.production, AT, draft=draft).assess(draft.document).outcome == "hold"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"kind": "use_concent"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"subject": "x" * 121}, "subject"),
        ({"subject": None}, "subject"),
        ({"subject": "\0"}, "subject"),
        ({"acts": ["replicate"]}, "acts[0]"),
        ({"acts": "replica"}, "acts"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-12-01", "to": "2026-12-01"}, "to"),
        ({"shots": [True]}, "shots[0]"),
        ({"parties": [f"P{n}" for n in range(13)]}, "parties"),
    ],
)
def test_a_record_with_a_problem_is_refused_at_its_field(
    world: World, changes: dict[str, Any], path: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        attach(world, world.draft(), PAPER, "evidence", record=CONSENT | changes)
    assert path in {problem.path for problem in caught.value.problems}
    assert not StoredFile.objects.exists()


def test_a_still_has_no_record_and_a_caption_is_bounded(world: World) -> None:
    draft = world.draft()
    row = attach(world, draft, picture())
    given = {"draft_id": draft.id, "author": world.ana, "at": AT, "attachment_id": row.id}
    with pytest.raises(AttachmentError, match="A still says nothing"):
        attachments.set_record(**given, record=CONSENT)
    with pytest.raises(AttachmentError, match="more than 200"):
        attachments.set_caption(**given, caption="x" * 201)
    assert attachments.set_caption(**given, caption="Wide").caption == "Wide"
    with pytest.raises(AttachmentError, match="as a still or as evidence"):
        attach(world, draft, picture(), "photo")
    assert [each.caption for each in attachments.attachments_of(draft)] == ["Wide"]


def test_a_draft_has_so_many_files(world: World, monkeypatch) -> None:
    monkeypatch.setattr(attachments, "MOST_FILES", 2)
    draft = world.draft()
    for _ in range(2):
        attach(world, draft, PAPER, "evidence")
    with pytest.raises(AttachmentError, match="no more fit"):
        attach(world, draft, PAPER, "evidence")


def test_content_of_two_drafts_ends_with_the_second(world: World) -> None:
    """Rows end with the last reference, and the sweep then removes what is on disk."""
    store = Store(django_settings.CLEARSLATE["storage"])
    data = picture()
    one, two = world.draft(), world.draft()
    first, second = attach(world, one, data), attach(world, two, data)
    assert first.file_id == second.file_id
    assert StoredFile.objects.count() == 2
    drafts.drop(draft_id=one.id, author=world.ana)
    assert StoredFile.objects.count() == 2
    store.check(second.file)
    attachments.detach(draft_id=two.id, author=world.ana, at=AT, attachment_id=second.id)
    assert not StoredFile.objects.exists()
    paths = [store.path(each.address) for each in (first.file, first.preview)]
    assert all(path.exists() for path in paths)
    late = AT + timedelta(days=20_000) + GRACE
    assert store.sweep(at=late) == 2
    assert not any(path.exists() for path in paths)


def test_the_sweep_leaves_what_a_row_names(world: World) -> None:
    store = Store(django_settings.CLEARSLATE["storage"])
    row = attach(world, world.draft(), picture())
    assert store.sweep(at=AT + timedelta(days=20_000)) == 0
    store.check(row.file)
    with transaction.atomic():
        assert forget_files([row.file_id, row.preview_id, None]) == 0


def test_what_a_crash_left_ends_later_and_nothing_else(world: World) -> None:
    store = Store(django_settings.CLEARSLATE["storage"])
    row = attach(world, world.draft(), picture())
    store.put([b"left behind"], scope=world.production.id, at=AT, most=100)
    assert end_unused(at=AT + GRACE) == 0
    assert end_unused(at=AT + GRACE + timedelta(seconds=1)) == 1
    assert set(StoredFile.objects.values_list("id", flat=True)) == {row.file_id, row.preview_id}


def test_content_whose_row_ends_meanwhile_is_stored_anew(world: World, monkeypatch) -> None:
    real, ended = attachments._attach_stored, []

    def ends_first(coming: Any, ids: list[str]) -> bool:
        if not ended:
            ended.append(forget_files(ids))
        return real(coming, ids)

    monkeypatch.setattr(attachments, "_attach_stored", ends_first)
    row = attach(world, world.draft(), picture())
    assert ended == [2]
    Store(django_settings.CLEARSLATE["storage"]).check(Attachment.objects.get(id=row.id).file)


def test_the_same_content_attached_and_dropped_at_once_is_never_lost(world: World) -> None:
    data = picture(size=(60, 40))
    kept = [world.draft() for _ in range(4)]
    gone = [world.draft() for _ in range(4)]
    for each in gone:
        attach(world, each, data)

    def dropping(draft: Draft) -> Callable[[], object]:
        return lambda: drafts.drop(draft_id=draft.id, author=world.ana)

    def attaching(draft: Draft) -> Callable[[], object]:
        return lambda: attach(world, draft, data)

    assert together(*map(dropping, gone), *map(attaching, kept)) == []
    assert Attachment.objects.count() == 4
    assert StoredFile.objects.count() == 2
    store = Store(django_settings.CLEARSLATE["storage"])
    for row in Attachment.objects.select_related("file", "preview"):
        store.check(row.file)
        store.check(row.preview)


def test_a_file_is_for_authors_and_then_for_whoever_sees_the_use(world: World) -> None:
    draft = world.draft()
    row = attach(world, draft, picture())

    def seen(user: User) -> bool:
        return attachments.file_for(world.party(user), world.production, row.id) is not None

    assert [seen(each) for each in (world.ana, world.bo, world.contact)] == [True, False, False]
    assert not seen(world.outsider)
    use = submit(
        actor=world.party(world.ana),
        at=AT,
        draft_id=draft.id,
        revision=Draft.objects.get(id=draft.id).revision,
    )
    assert [seen(each) for each in (world.ana, world.bo, world.contact)] == [True, True, True]
    assert not seen(world.outsider)
    assert attachments.file_for(world.party(world.ana), world.production, "nothing") is None
    assert attachments.download_name(row) == f"Lantern-U-{use.number:03d}-{row.id[:6]}.png"
    assert list(use.versions.get().attached.values_list("id", flat=True)) == [row.id]


@pytest.mark.parametrize(
    ("code_name", "head"),
    [('Lan"tern', "Lan-tern"), ("Brücke 7", "Brucke-7"), ("夜\r\nX: y", "X-y"), ("夜", "lantern")],
)
def test_a_download_is_named_in_letters_every_header_knows(
    world: World, code_name: str, head: str
) -> None:
    row = attach(world, world.draft(), PAPER, "evidence")
    row.production.code_name = code_name
    assert attachments.download_name(row) == f"{head}-draft-{row.id[:6]}.pdf"


def test_only_authors_change_what_is_attached(world: World) -> None:
    draft = world.draft()
    row = attach(world, draft, picture())
    with pytest.raises(UsesError, match="is gone"):
        attach(world, draft, picture(), user=world.bo)
    with pytest.raises(UsesError, match="is gone"):
        attachments.detach(draft_id=draft.id, author=world.bo, at=AT, attachment_id=row.id)
    other = world.draft()
    with pytest.raises(UsesError, match="no longer attached"):
        attachments.detach(draft_id=other.id, author=world.ana, at=AT, attachment_id=row.id)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("still.png", "still.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.jpg", "b.jpg"),
        ("evil\u202egnp.exe", "evil gnp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".jpeg", "x" * 114 + "….jpeg"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_names_are_shown_without_what_cannot_be_seen(given: str, shown: str) -> None:
    assert safe_name(given) == shown
    assert len(safe_name(given)) <= 120


def test_pictures_are_bounded_as_the_documents_say() -> None:
    assert pictures.MOST_PIXELS == 80_000_000
    assert attachments.MOST_BYTES == {"still": 25_000_000, "evidence": 50_000_000}
