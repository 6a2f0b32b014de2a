"""The locator of shipped content."""

from __future__ import annotations

import pytest

from clearslate import packs


def test_it_works() -> None:
    assert packs.read("declaration/fields.yaml").strip()
    assert packs.folder("declaration").joinpath("fields.yaml").is_file()
    assert "platform" in packs.shipped()
    assert "declaration" not in packs.shipped()


@pytest.mark.parametrize("name", ["", "plattform", "platform/pack.yaml"])
def test_an_unknown_folder_is_refused_with_what_exists(name: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"declaration, .*platform"):
        packs.folder(name)


def test_an_unknown_file_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        packs.read("platform/no-such-file.yaml")
