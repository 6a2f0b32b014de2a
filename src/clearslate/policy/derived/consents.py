"""Which document on file covers what is declared: consents, rights, agreements, decisions."""

from __future__ import annotations

from dataclasses import dataclass

from clearslate.policy.derived.normal import Item
from clearslate.policy.derived.records import Record, Window, by_id, on_file, same, within


@dataclass(frozen=True, slots=True)
class File:
    """What is on file for one production, and the days on which it must hold."""

    production: str | None
    documents: tuple[Record, ...]
    models: tuple[Record, ...]
    window: Window

    def about(self, kind: str, subject: str | None, production: str | None = None) -> list[Record]:
        """The documents of a kind about a subject that hold, and name the production.

        That is this production, unless another one is given.
        """
        wanted = production or self.production
        return [
            document
            for document in self.documents
            if document["kind"] == kind
            and same(document["subject"], subject)
            and wanted is not None
            and document["productions"] is not None
            and within([wanted], document["productions"])
            and on_file(document, self.window)
        ]


def replica_consent(person: Item, file: File) -> bool:
    """Consent to the replica itself, whatever it is then used for (N10)."""
    return bool(file.about("replica_consent", person["who"]))


def use_consent(person: Item, use: Item, file: File) -> bool:
    """A consent whose scope holds this act, these aspects and these shots (T1, T2)."""
    act, aspects = person["act"], person["aspects"]
    if act is None or not aspects:
        return False
    return any(
        act in (document["acts"] or ())
        and within(aspects, document["aspects"] or ())
        and _shots_within(use, document)
        for document in file.about("use_consent", person["who"])
    )


def _shots_within(use: Item, document: Record) -> bool:
    if "shots" in document.unsure:
        return False
    if document["shots"] is None:
        return True
    return bool(use["shots"]) and within(use["shots"], document["shots"])


def anonymity_consent(person: Item, file: File) -> bool:
    """The protected person agreed to the disguise."""
    return bool(file.about("anonymity_consent", person["who"]))


def guild_compliance(person: Item, file: File) -> bool:
    """The guild's notice or agreement for this performer (T1)."""
    return bool(file.about("guild_compliance", person["who"]))


def training_rights(model: Item, file: File) -> bool:
    """Every rights holder of the training material has licensed or agreed to it (D3)."""
    holders = model["rights_holders"]
    return bool(holders) and all(file.about("training_rights", holder) for holder in holders)


def all_parties_consent(model: Item, file: File) -> bool:
    """All parties to a talent model agreed to what it now serves, by name (T6, N13).

    A pitch or concept is a production of its own: unless it is named, and by another name than
    the production that declares it, no consent can name it.
    """
    entry = by_id(file.models, model["record"])
    if entry is None or not entry["parties"]:
        return False
    if model["performer"] is not None and not same(model["performer"], entry["performer"]):
        return False
    here = model["used_as"] == "this_production"
    serves = None if here else model["used_for"]
    own = serves is None or same(serves, file.production)
    if own and model["used_as"] == "pitch_or_concept":
        return False
    return any(
        within(entry["parties"], document["parties"] or ())
        for document in file.about("reuse_consent", entry["performer"], serves)
    )


def labour_agreement(crafts: list[Item] | None, file: File) -> bool:
    """Each displaced craft has an agreement, or a statement that none applies (E3)."""
    return bool(crafts) and all(
        file.about("labour_agreement", craft["name"])
        or file.about("labour_inapplicability", craft["name"])
        for craft in crafts or ()
    )
