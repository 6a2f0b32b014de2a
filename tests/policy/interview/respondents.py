"""People who answer an interview: one who has a declaration in mind, and one who guesses."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

from clearslate.policy.interview import Asked, Interview, Journey, State, Step, blank, given

Document = dict[str, Any]
#: Gives the declaration after one more answer.
Respondent = Callable[[Interview, Document, Step, Asked], Document]

ON = date(2026, 11, 24)
REGISTERED = ("terms", "agreement", "record")
#: Work never ends before it begins, in whichever order the two days are guessed.
DAYS = {"use.work_from": (-20, 35), "use.work_to": (35, 90)}


class Walk:
    """An interview from its first card to its last, with every journey on the way."""

    def __init__(
        self, interview: Interview, respondent: Respondent, start: Mapping[str, Any] | None = None
    ) -> None:
        self.interview = interview
        self.cards: list[str] = []
        self.answers = 0
        self.documents: list[Document] = [dict(start or blank())]
        self.journeys: list[Journey] = [interview.journey(self.document)]
        while (step := self.journeys[-1].next) is not None:
            assert self.answers < 500, "the interview does not end"
            if not self.cards or self.cards[-1] != step.key:
                self.cards.append(step.key)
            asked = first_open(step)
            self.documents.append(respondent(interview, self.document, step, asked))
            self.journeys.append(interview.journey(self.document))
            self.answers += 1

    @property
    def document(self) -> Document:
        return self.documents[-1]

    @property
    def last(self) -> Journey:
        return self.journeys[-1]


def first_open(step: Step) -> Asked:
    return next(asked for asked in step.questions if asked.state is State.OPEN)


def replay(mind: Mapping[str, Any]) -> Respondent:
    """Answers as a whole declaration says; what it leaves out is “not sure”."""

    def respond(interview: Interview, document: Document, step: Step, asked: Asked) -> Document:
        answer = given(mind, asked.path)
        if answer is None or answer == "unknown" or (answer == [] and asked.needs_one):
            return interview.not_sure(document, asked.path)
        if asked.kind is not None:
            return interview.answer(document, asked.path, answer)
        told = [_told(interview, document, step, asked, item) for item in answer]
        return interview.set_items(document, asked.path, told)

    return respond


def _told(
    interview: Interview, document: Document, step: Step, asked: Asked, item: Mapping[str, Any]
) -> dict[str, Any]:
    """What a person says of an item at first: its name and line, or the tool from the register."""
    if item.get("terms", "unknown") != "unknown":
        tool = interview.tool_item(document, item["terms"])
        if tool.get("name") == item.get("name"):
            return tool
    first = (interview.schema.parts[asked.path].name_field, step.card.checklist)
    return {key: value for key, value in item.items() if key in first}


def guess(random: Random, *, unsure: float = 0.2) -> Respondent:
    """Answers at random, and is not sure now and then."""

    def respond(interview: Interview, document: Document, step: Step, asked: Asked) -> Document:
        if random.random() < unsure:
            return interview.not_sure(document, asked.path)
        if asked.kind is not None:
            return interview.answer(document, asked.path, any_answer(random, interview, asked))
        if not asked.needs_one and random.random() < 0.5:
            return interview.none_of_these(document, asked.path)
        return interview.set_items(
            document, asked.path, [_item(random, interview, step, asked, n) for n in range(2)]
        )

    return respond


def any_answer(random: Random, interview: Interview, asked: Asked) -> Any:
    """A random answer of the right type; “not sure” where there is nothing to choose from."""
    if asked.options:
        values = [option.value for option in asked.options]
        if asked.kind == "many":
            return random.sample(values, random.randint(0, min(3, len(values))))
        return random.choice(values)
    match asked.kind:
        case "date":
            days = random.randint(*DAYS.get(asked.path, (-20, 90)))
            return date.fromordinal(ON.toordinal() + days).isoformat()
        case "seconds":
            return random.choice((0, 1, "2.5", 40))
        case "names":
            return random.sample(("Mara Lindqvist", "Somebody Else", "106_0310"), 1)
    return random.choice(("harbour-s1", "Mara Lindqvist", "something else"))


def _item(
    random: Random, interview: Interview, step: Step, asked: Asked, number: int
) -> dict[str, Any]:
    part = interview.schema.parts[asked.path]
    names = {"people": "Mara Lindqvist"} if number == 0 else {}
    item: dict[str, Any] = {part.name_field or "": names.get(part.name, f"{part.name} {number}")}
    if step.card.checklist:
        item[step.card.checklist] = random.choice(interview.lines(step.card)).value
    return item
