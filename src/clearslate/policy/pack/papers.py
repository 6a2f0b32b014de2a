"""`rules-card.yaml` and `notices.yaml`: texts that leave the product on paper.

They decide nothing, so they are read when a paper is made and not when a pack is loaded. The bytes
belong to the pack like all others, and `policy check` reports what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from clearslate.policy.declaration.schema import Part
from clearslate.policy.documents.scalars import shown
from clearslate.policy.immutable import immutable
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.model import Duty
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry, Problems
from clearslate.policy.pack.sources import PAPERS, read_all
from clearslate.policy.pack.templates import sentence

#: The word under which lines stand that hold for every department.
EVERYBODY = "everybody"
#: The groups of a rules card: what goes ahead on notice, what does not, what needs an answer first.
GROUPS = ("may", "may_not", "ask")
#: The most lines in one group of a department, so that a card stays one page.
MOST = 6
#: Places of a notice that the paper fills, beside the answers of the declaration.
LETTER = ("letter.date", "letter.production", "letter.company", "letter.sender")


@immutable
class CardLine:
    """One line of a rules card, with the rows it is written from."""

    text: str
    cite: tuple[str, ...]
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class RulesCard:
    """What a department may do, may not do, and asks before it does."""

    department: str
    """A department of the vocabulary, or `EVERYBODY`."""
    may: tuple[CardLine, ...]
    may_not: tuple[CardLine, ...]
    ask: tuple[CardLine, ...]


@immutable
class Notice:
    """A letter that a duty asks for, as a draft with places to be filled."""

    id: str
    title: str
    duty: str
    for_each: str | None
    """The list that its duty runs over, or None for the use as a whole."""
    variable: str | None
    guild: str | None
    """The guild it is for, in the words of declarations; None is any that has no letter here."""
    unions: tuple[str, ...]
    """The unions it is for, by the names that people write for them."""
    from_: date | None
    to: date | None
    """The days of the agreement it is written for, from inclusive, to exclusive."""
    due: str
    body: str
    check: str
    """Who has to look at the draft before it goes out."""
    rests_on: str
    grade: str
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class Papers:
    """The texts of a pack, those of the packs that it extends included."""

    cards: tuple[RulesCard, ...]
    notices: tuple[Notice, ...]

    def card(self, department: str) -> RulesCard:
        """A department's card: the lines that hold for everybody, then its own."""
        found = [each for each in self.cards if each.department in (EVERYBODY, department)]
        found.sort(key=lambda each: each.department != EVERYBODY)
        may, may_not, ask = (
            tuple(line for each in found for line in getattr(each, group)) for group in GROUPS
        )
        return RulesCard(department, may, may_not, ask)


def read_papers(loaded: Loaded) -> Papers:
    """The papers of a pack; raises PackError with every problem, each with its file and line."""
    problems = Problems()
    own = [file for file in loaded.source.files if file.name in PAPERS]
    # A pack in one file holds its papers too, beside the rules that were read already.
    alone = not own and len(loaded.source.files) == 1
    entries = [
        Entry(node, file.name, "", problems)
        for file, node in read_all(loaded.source.files if alone else tuple(own))
    ]
    cards = _cards(entries, loaded.names)
    notices = _notices(entries, loaded)
    for entry in entries if own else ():
        entry.done()
    if problems.errors:
        raise problems.error()
    papers = Papers(tuple(cards.values()), tuple(notices.values()))
    return papers if loaded.base is None else _upon(read_papers(loaded.base), papers)


def _upon(base: Papers, own: Papers) -> Papers:
    """A house's papers upon those below: it says itself what may be done, and adds to the rest."""
    cards = {card.department: card for card in base.cards}
    for card in own.cards:
        below = cards.get(card.department, RulesCard(card.department, (), (), ()))
        cards[card.department] = RulesCard(
            card.department,
            card.may or below.may,
            (*below.may_not, *card.may_not),
            (*below.ask, *card.ask),
        )
    notices = {notice.id: notice for notice in (*base.notices, *own.notices)}
    return Papers(tuple(cards.values()), tuple(notices.values()))


def _cards(entries: Sequence[Entry], names: Names) -> dict[str, RulesCard]:
    spec = names.schema.parts["use"].fields["department"]
    known = (EVERYBODY, *names.schema.vocabularies[str(spec.vocabulary)])
    found: dict[str, RulesCard] = {}
    for top in entries:
        for department, node in top.pairs("rules_card"):
            each = Entry(node, top.file, f"rules_card.{department}", top.problems)
            if department not in known:
                message = f"There is no department “{shown(department)}”."
                each.error(None, "", message, top.problems.hint(department, known))
            may, may_not, ask = (tuple(_lines(each, group, names)) for group in GROUPS)
            found[department] = RulesCard(department, may, may_not, ask)
            each.done()
    return found


def _lines(entry: Entry, group: str, names: Names) -> Iterator[CardLine]:
    count = 0
    for each in entry.entries(group):
        count += 1
        text = each.text("text")
        if "{" in text or "}" in text:
            message = "A rules card is for all uses, so that there is no place to fill."
            each.error(each.node_at("text"), "text", message)
        cite = each.known_words("cite", names.rows, "row")
        if not cite:
            message = "A line cites at least one row that it is written from."
            each.error(each.node_at("cite"), "cite", message)
        yield CardLine(text, cite, each.source)
        each.done()
    if count > MOST:
        message = f"Here are {count} lines. A card is one page, so keep to {MOST}."
        entry.error(entry.node_at(group), group, message)


def _notices(entries: Sequence[Entry], loaded: Loaded) -> dict[str, Notice]:
    duties = {duty.id: duty for duty in loaded.pack.duties}
    found: dict[str, Notice] = {}
    for top in entries:
        for each in top.entries("notices"):
            notice = _notice(each, loaded.names, duties)
            if notice.id in found:
                message = f"“{shown(notice.id)}” stands twice, first at {found[notice.id].source}."
                each.error(each.node_at("id"), "id", message)
            found.setdefault(notice.id, notice)
    return found


def _notice(entry: Entry, names: Names, duties: dict[str, Duty]) -> Notice:
    duty = duties.get(entry.word("duty", duties))
    part = names.schema.parts[duty.for_each] if duty and duty.for_each else None
    dates = entry.entry("agreement")
    from_ = dates.day("from", required=False) if dates else None
    to = dates.day("to", required=False) if dates else None
    if dates:
        if from_ and to and to <= from_:
            dates.error(dates.node_at("to"), "to", f"It ends on {to}, and begins on {from_}.")
        dates.done()
    guild, unions = _whom(entry, names, part)
    notice = Notice(
        id=entry.text("id"),
        title=entry.text("title"),
        duty=duty.id if duty else "",
        for_each=part.name if part else None,
        variable=part.variable if part else None,
        guild=guild,
        unions=unions,
        from_=from_,
        to=to,
        due=entry.text("due"),
        body=sentence(entry, "body", names, part, more=LETTER),
        check=entry.text("check"),
        rests_on=entry.text("rests_on"),
        grade=entry.word("grade", ("primary", "secondary", "unverified")),
        source=entry.source,
    )
    entry.done()
    return notice


def _whom(entry: Entry, names: Names, part: Part | None) -> tuple[str | None, tuple[str, ...]]:
    """The guild of a letter about a person, or the unions of one about a craft."""
    guild = None
    if entry.node_at("guild") is not None:
        spec = names.schema.parts["people"].fields["guild"]
        known = [word for word in names.schema.vocabularies[str(spec.vocabulary)] if word != "none"]
        guild = entry.word("guild", known)
        if part is None or part.name != "people":
            message = "Only a letter about a person is for a guild; name unions for a craft."
            entry.error(entry.node_at("guild"), "guild", message)
    unions = tuple(word for word, _ in entry.words("unions"))
    if unions and (part is None or part.name != "crafts"):
        message = "Only a letter about a craft is for unions; name a guild for a person."
        entry.error(entry.node_at("unions"), "unions", message)
    return guild, unions
