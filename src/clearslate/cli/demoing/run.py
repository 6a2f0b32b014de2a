"""Builds the demo where it is not there yet, serves it, and says who can sign in."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clearslate.cli.demoing.site import Site, free_port, open_browser
from clearslate.cli.output import note, say, width
from clearslate.policy.render.terminal import wrapped

if TYPE_CHECKING:
    from clearslate.demo.story import Story


def serve(folder: Path, out: Path, *, port: int | None, anew: bool, with_browser: bool) -> None:
    """Serve the demo until it is told to stop."""
    from clearslate.demo.mailbox import Mailbox

    site = Site(out)
    try:
        if anew or not site.is_built:
            site.clear()
        chosen = free_port(port)
    except FileExistsError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"Port {port}: {error.strerror}. Choose another with --port, or none."
        ) from None
    with Mailbox(site.mail) as mailbox:
        site.settle(port=chosen, mail_url=mailbox.url)
        from clearslate.cli.server import with_server

        with_server(_run)(site, folder, with_browser)


def _run(site: Site, folder: Path, with_browser: bool) -> None:
    from django.core.management import call_command

    from clearslate.cli.serve import run
    from clearslate.cli.server import settings
    from clearslate.demo.story import read_story
    from clearslate.kit.clock import system_clock

    call_command("migrate", verbosity=0, interactive=False)
    story = read_story(folder, system_clock().date())
    if not site.is_built:
        _build(site, story)
    host, port = settings()["listen"]

    def ready(address: str) -> None:
        # What the server tells of each message would bury who can sign in.
        logging.getLogger("clearslate").setLevel(logging.WARNING)
        say(_told(site, story, address))
        if with_browser:
            open_browser(address)

    run(host, port, with_worker=True, ready=ready)


def _build(site: Site, story: Story) -> None:
    from clearslate.demo.building import Builder

    began = time.monotonic()
    note("Building the series: people, a calendar, two months of uses…")
    Builder(story).build()
    site.note_built()
    note(f"Built in {time.monotonic() - began:.0f} seconds.")


def _told(site: Site, story: Story, address: str) -> str:
    """The address, and who can sign in, in the order of the story."""
    from clearslate.demo.story import sign_ins

    lines = [f"{each.role:<26} {each.email}" for each in sign_ins(story)]
    words = (
        f"Clearslate answers at {address}. Everybody has the password {story.password}",
        "",
        *lines,
        "",
        *wrapped(f"Mail that it sends lands in {site.mail}. Stop it with Ctrl+C.", width()),
    )
    return "".join(f"{line}\n" for line in words)
