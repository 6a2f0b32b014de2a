"""What reaches the terminal: text in its width and colour, errors in clear words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from clearslate.policy.errors import PolicyError, Problem
from clearslate.policy.render.escape import terminal
from clearslate.policy.render.words import SIGNS

#: Width of text that goes to a file or another program.
WIDTH = 88
#: Beyond this, lines are hard to read.
WIDEST = 100

#: What terminals without Unicode show in place of our quotes, rules and dashes.
_PLAIN = str.maketrans({"“": '"', "”": '"', "─": "-", "…": "...", "·": "|", "—": "-"})


def say(text: str, *, error: bool = False) -> None:
    """Write text; a terminal that cannot show a character gets its plain form."""
    stream: TextIO | None = sys.stderr if error else sys.stdout
    if stream is None:
        _nowhere(error=error)
        return
    stream.write(encodable(text, stream))
    stream.flush()


def say_document(text: str) -> None:
    """Write JSON, HTML or Markdown for programs: always UTF-8, whatever the terminal shows.

    A file name that is no text keeps its bytes as JSON writes half characters.
    """
    stream: TextIO | None = sys.stdout
    if stream is None:
        _nowhere(error=False)
        return
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def _nowhere(*, error: bool) -> None:
    """A result that nobody can get is a failed run; an error that nobody can read is not said."""
    if not error:
        raise OSError("Standard output is closed, so there is nowhere to write to")


def note(text: str) -> None:
    """A remark beside the result, for people; it goes to standard error."""
    say(f"{terminal(text)}\n", error=True)


def has_colour(stream: TextIO | None = None) -> bool:
    """Whether to colour: a terminal that can, unless NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or _is_terminal(stream or sys.stdout)


def width() -> int:
    """The columns text may take."""
    if not _is_terminal(sys.stdout):
        return WIDTH
    from shutil import get_terminal_size

    return min(get_terminal_size((WIDTH, 24)).columns, WIDEST)


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody reads along; a stream that is closed is None."""
    return stream is not None and stream.isatty()


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Each problem on a line: place, path, what was found, what is allowed, what was meant."""
    return [terminal(str(problem)) for problem in problems]


def say_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error."""
    lines = problem_lines(problems)
    say("".join(f"{line}\n" for line in lines), error=True)
    if len(lines) > 1:
        say(f"{len(lines)} problems.\n", error=True)


def say_error(error: Exception) -> int:
    """Say an error that ended a command, and return the exit code."""
    if isinstance(error, PolicyError):
        say_problems(error.problems)
    elif isinstance(error, OSError):
        say(f"{terminal(os_words(error))}\n", error=True)
    else:
        import traceback

        say("".join(traceback.format_exception(error)), error=True)
        note("This is a fault in Clearslate, not in your file. Please report it with this text.")
    return 2


def os_words(error: OSError) -> str:
    """A failed file operation in words."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. Check the name and its permissions."


def encodable(text: str, stream: TextIO) -> str:
    """The text as a stream can show it: signs, quotes and rules in their plain form where not."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        for sign in SIGNS.values():
            text = text.replace(sign.character, sign.plain)
        text = text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text
