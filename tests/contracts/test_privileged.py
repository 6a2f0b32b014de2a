"""Privileged notes leave no trace: the package reaches nothing that keeps or tells one."""

from __future__ import annotations

import grimp

#: What would keep an entry, send a message or run a job.
TELLS = (
    *("clearslate.ledger.services", "clearslate.ledger.acts", "clearslate.kit.outbox"),
    *("clearslate.kit.jobs", "clearslate.record"),
)
#: Their pages, and nothing else.
MAY_READ = (
    "clearslate.privileged",
    "clearslate.ui.views.privileged",
    "clearslate.ui.forms.privileged",
)
GRAPH = grimp.build_graph("clearslate", cache_dir=None)


def test_they_reach_nothing_that_tells() -> None:
    for module in GRAPH.find_descendants("clearslate.privileged"):
        direct = GRAPH.find_modules_directly_imported_by(module)
        assert not [each for each in direct if each.startswith(TELLS)], module


def test_only_their_pages_read_them() -> None:
    readers = {
        reader
        for module in GRAPH.find_descendants("clearslate.privileged")
        for reader in GRAPH.find_modules_that_directly_import(module)
    }
    assert {each for each in readers if not each.startswith(MAY_READ)} == set()
