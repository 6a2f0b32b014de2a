"""Text from outside, made harmless for the medium it goes to: one function per medium.

A name may hold anything a document can: an ANSI code, a spreadsheet formula, a script, characters
that turn the reading direction around. Nothing is dropped in silence: a character that a reader
could not see, or that would act on the terminal or on the page, is written out as its code.
"""

from __future__ import annotations

import re

# `re` compiles a pattern when it is first used; most runs need none of these.
#: Control characters (line breaks apart), marks that reorder text, and others that have no shape.
_UNSEEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
#: Those of them that Python calls printable, though nothing is seen of them.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SPACES = "[ \t\r\n\x85\u2028\u2029]+"
_MARKDOWN = r"([\\`*_{}\[\]<>#|~&$@])"
_MARKDOWN_LINK = r"(?i)(\bwww)\.|(?<=[a-z])(:)(?=//)|(\b(?:mailto|xmpp)):"
_MARKDOWN_START = r"^([-+=])|^(\d{1,9})([.)])"
_HTML = {ord(each): f"&#{ord(each)};" for each in "&<>\"'"}
_FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def one_line(text: str) -> str:
    """The text on one line, with every character that has no shape written out."""
    if text.isprintable() and _FILLERS.isdisjoint(text):
        return text
    return re.sub(_UNSEEN, _written_out, re.sub(_SPACES, _joined, text))


def terminal(text: str) -> str:
    """For a terminal: no code can move the cursor, colour or hide text, or turn it around."""
    return one_line(text)


def markdown(text: str) -> str:
    """For Markdown: shown as written; no mark-up, HTML, link or table cell comes of it."""
    line = re.sub(_MARKDOWN, r"\\\1", one_line(text))
    line = re.sub(_MARKDOWN_LINK, _unlinked, line)
    return re.sub(_MARKDOWN_START, _unmarked, line)


def html(text: str) -> str:
    """For HTML, between tags and inside quoted attributes alike."""
    return one_line(text).translate(_HTML)


def csv_cell(text: str) -> str:
    """For one cell of a CSV file that a spreadsheet may open: never a formula.

    A text that could start one gets an apostrophe in front. Quoting is the CSV writer's task.
    """
    line = one_line(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else line


def mail_header(text: str, *, most: int = 200) -> str:
    """For a header of a mail: one line of at most `most` characters, so that none can be added."""
    line = " ".join(one_line(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _joined(found: re.Match[str]) -> str:
    """Spaces as they are; a line break with the spaces around it as one."""
    run = found[0]
    return " " if run.strip(" \t") else run.replace("\t", " ")


def _written_out(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def _unmarked(found: re.Match[str]) -> str:
    """What at the start of a line would begin a list or a heading."""
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _unlinked(found: re.Match[str]) -> str:
    """What readers of Markdown would make a link of by themselves, with its sign escaped."""
    if found[1]:
        return f"{found[1]}\\."
    return "\\:" if found[2] else f"{found[3]}\\:"
