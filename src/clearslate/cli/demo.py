"""`clearslate demo`: a fictional production, built and served; or its declarations, assessed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("demo", short_help="Build a fictional production, and serve it.")
@click.option(
    "--series",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder of the series.  [default: examples/series of this checkout]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="The folder to keep it in.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port to answer at.  [default: 8000, or a free one]",
)
@click.option("--no-open", is_flag=True, help="Open no browser.")
@click.option("--anew", is_flag=True, help="Throw away an earlier demo, and build it again.")
@click.option("--terminal", is_flag=True, help="Assess the declarations here instead.")
def demo(
    series: Path | None, out: Path, port: int | None, no_open: bool, anew: bool, terminal: bool
) -> None:
    """Build a fictional series with its people and its uses of AI, and serve it on this machine.

    It prints the address and a sign-in for each role; Ctrl+C ends it. What you change there is
    kept: the next run goes on with it, unless --anew is given.

    With --terminal nothing is served: the declarations of the series are copied into the folder
    and assessed. A table comes first, then the most instructive in full, then an HTML report.
    Change a declaration in the folder and run it again: what you changed is kept.
    """
    folder = series or _checkout()
    if terminal:
        from clearslate.cli.demoing.terminal import assess

        assess(folder, out)
        return
    from clearslate.cli.demoing.run import serve

    serve(folder, out, port=port, anew=anew, with_browser=not no_open)


def _checkout() -> Path:
    folder = Path(__file__).parents[3] / "examples" / "series"
    if not folder.is_dir():
        raise click.UsageError(
            "The series comes with the source, not with the package. Name its folder: --series"
        )
    return folder
