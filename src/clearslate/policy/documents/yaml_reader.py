"""Reads YAML as a form: plain data with places, and nothing that has to be guessed or executed.

It takes the events of PyYAML, from libyaml where that is there and from the pure Python parser
else, and never its composer or constructor. Anchors, aliases, tags, merge keys, directives and
several documents in one file are refused; what an unquoted word means is in `scalars`.

Some characters that YAML readers treat differently (tabs, U+0085, U+2028, U+2029, and U+FEFF
inside the text) are refused as they are; written as escapes in double quotes they are kept.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal, NoReturn

from clearslate.policy.documents.builder import Builder
from clearslate.policy.documents.limits import MAX_TEXT
from clearslate.policy.documents.nodes import Node
from clearslate.policy.documents.places import Places
from clearslate.policy.documents.scalars import Refused, control_flaw, read_plain, shown, text_flaw
from clearslate.policy.documents.yaml_errors import (
    COLON_TOUCHES,
    DIRECTIVE,
    HEADER,
    SECOND_DOCUMENT,
    TOUCHING,
    Explanation,
    anchor,
    explain,
    tag,
)

# What may not stand is listed, not what may: the other set takes milliseconds to compile.
_UNREADABLE = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE).search
_TOUCHED = re.compile(r" *:[,?\[\]{}]").match  # libyaml stops there, the pure parser does not
_HEADER = re.compile(r"[|>](?:[+-][1-9]?|[1-9][+-]?)?(?=[ \r\n]|\Z)").match
_QUESTION = Refused(
    "an unquoted text with a question mark inside brackets",
    "YAML readers disagree on it",
    "Put the text in quotes.",
)
_MERGE = Refused(
    "the merge key <<", "merge keys are not read", "Write the names and values out here."
)


def read_yaml(text: str, *, file: str, pure: bool = False) -> Node:
    """The tree of a YAML document; `pure` leaves libyaml aside.

    Raises `DocumentError` with every problem, or with those up to the first syntax error.
    """
    builder = Builder(file)
    _refuse_unreadable(text, builder)
    source = _Source(text, builder, pure=pure)
    source.read()
    return builder.finish()


def _refuse_unreadable(text: str, builder: Builder) -> None:
    """Reports each kind of character that may not stand in YAML as it is, and stops."""
    if _UNREADABLE.search(text) is None:
        return
    places = Places(text)
    indexes: dict[str, list[int]] = {}
    for found in _UNREADABLE.finditer(text):
        indexes.setdefault(found[0], []).append(found.start())
    for character, where in indexes.items():
        flaw = _unreadable(character)
        times = f" ({len(where):,} times, first here)" if len(where) > 1 else ""
        builder.report(
            f"Found {flaw.found}{times}; {flaw.allowed}.", *places.of(where[0]), flaw.suggestion
        )
    builder.finish()


def _unreadable(character: str) -> Refused:
    code = f"{ord(character):04X}"
    if character == "\t":
        return Refused(
            "a tab",
            "YAML readers disagree on where a tab may stand",
            "Use spaces; in a text, write \\t in double quotes.",
        )
    if character in "\x85\u2028\u2029\ufeff\ufffe\uffff":
        return Refused(
            f"the invisible character U+{code}",
            "YAML readers treat it differently",
            f"Remove it; in a text, write \\u{code} in double quotes.",
        )
    flaw = control_flaw(character)
    if character == "\0":
        return replace(flaw, suggestion="This may be UTF-16, or no text; save it as UTF-8.")
    return flaw


class _Source:
    """One document, from the parser's events to the builder."""

    def __init__(self, text: str, builder: Builder, *, pure: bool) -> None:
        import yaml

        self._yaml = yaml
        self._text = text
        self._builder = builder
        self._brackets = 0
        with_libyaml = yaml.__with_libyaml__ and not pure
        self._parser: Any = yaml.CSafeLoader(text) if with_libyaml else yaml.SafeLoader(text)

    def read(self) -> None:
        """Feeds the builder until the end of the stream."""
        handle = {
            self._yaml.ScalarEvent: self._scalar,
            self._yaml.MappingStartEvent: self._mapping,
            self._yaml.SequenceStartEvent: self._sequence,
            self._yaml.MappingEndEvent: self._end,
            self._yaml.SequenceEndEvent: self._end,
            self._yaml.AliasEvent: self._alias,
            self._yaml.DocumentStartEvent: self._document,
            self._yaml.DocumentEndEvent: self._pass,
            self._yaml.StreamStartEvent: self._pass,
        }
        next_event = self._parser.get_event
        end = self._yaml.StreamEndEvent
        while True:
            try:
                event = next_event()
            except self._yaml.MarkedYAMLError as error:
                said = f"{error.context} {error.problem}"
                self._stop(said, error.problem_mark or error.context_mark)
            except (OverflowError, ValueError):
                # The pure parser lets an escape beyond U+10FFFF through to chr().
                self._stop("escape", self._parser.get_mark())
            if type(event) is end:
                return
            handle[type(event)](event)

    def _stop(self, said: str, mark: Any) -> NoReturn:
        before = self._text[mark.index - mark.column : mark.index]
        found = explain(said.lower(), before, self._text[mark.index : mark.index + 1])
        self._builder.stop(found.message, mark.line + 1, mark.column + 1, found.suggestion)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        style: str | None = event.style
        value: str | int | Refused = text
        if not style:  # None from the pure parser, an empty text from libyaml
            value = self._plain(text)
            if self._brackets and text and _TOUCHED(self._text, event.end_mark.index):
                self._report(COLON_TOUCHES, event.end_mark)
        elif style in "|>":
            self._check_header(event.start_mark)
        else:
            self._check_comment(event.end_mark)
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
            value = value if text else ""  # an empty value beside a tag is said once
        if (style == '"' or len(text) > MAX_TEXT) and (flaw := text_flaw(text)):
            value = flaw
        mark = event.start_mark
        self._builder.scalar(value, mark.line + 1, mark.column + 1, plain=not style)

    def _plain(self, text: str) -> str | int | Refused:
        if self._brackets and "?" in text:
            return _QUESTION
        if text == "<<" and self._builder.wants_key:
            return _MERGE
        return read_plain(text)

    def _mapping(self, event: Any) -> None:
        self._start("mapping", event)

    def _sequence(self, event: Any) -> None:
        self._start("sequence", event)

    def _start(self, kind: Literal["mapping", "sequence"], event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if self._brackets or event.flow_style:
            self._brackets += 1
        self._builder.start(kind, event.start_mark.line + 1, event.start_mark.column + 1)

    def _end(self, event: Any) -> None:
        if self._brackets:
            self._brackets -= 1
            self._check_comment(event.end_mark)
        self._builder.end()

    def _pass(self, event: Any) -> None:
        """An event that says nothing about the content."""

    def _alias(self, event: Any) -> None:
        refused = Refused(
            f"the alias *{shown(event.anchor)}",
            "aliases are not read",
            "Write the value out here, or put text that begins with * in quotes.",
        )
        mark = event.start_mark
        self._builder.scalar(refused, mark.line + 1, mark.column + 1, plain=True)

    def _document(self, event: Any) -> None:
        """Refuses directives before the document, and a second document."""
        mark = event.start_mark
        if self._builder.has_root:
            self._builder.stop(
                SECOND_DOCUMENT.message, mark.line + 1, mark.column + 1, SECOND_DOCUMENT.suggestion
            )
        if found := _DIRECTIVE(self._text, 0, event.end_mark.index):
            line, column = Places(self._text).of(found.start())
            self._builder.stop(DIRECTIVE.message, line, column, DIRECTIVE.suggestion)

    def _refuse_decoration(self, event: Any) -> None:
        """Notes an anchor or a tag; the value itself is read on."""
        if event.anchor is not None:
            self._report(anchor(shown(event.anchor)), event.start_mark)
        if event.tag is not None:
            self._report(tag(shown(event.tag)), event.start_mark)

    def _check_header(self, mark: Any) -> None:
        """A comment after `|` or `>` needs a space; libyaml lets it touch."""
        if self._text[mark.index] in "|>" and not _HEADER(self._text, mark.index):
            self._report(HEADER, mark)

    def _check_comment(self, mark: Any) -> None:
        """A # that touches a quote or bracket begins no comment in YAML; PyYAML drops the text."""
        if self._text[mark.index : mark.index + 1] == "#":
            self._report(TOUCHING, mark)

    def _report(self, found: Explanation, mark: Any) -> None:
        self._builder.report(found.message, mark.line + 1, mark.column + 1, found.suggestion)
