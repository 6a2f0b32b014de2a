"""From a declaration and the facts to the resolved case that conditions are evaluated on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.derived import consents
from clearslate.policy.derived.doubt import put_in_doubt
from clearslate.policy.derived.normal import Item, normal_item, normal_list
from clearslate.policy.derived.records import Record, by_id, record, same, work_window
from clearslate.policy.derived.relevant import Dated
from clearslate.policy.derived.tools import Register, with_terms
from clearslate.policy.language.logic import Truth3

#: The fact lists whose dates can change an assessment by themselves.
DATED = ("agreements", "terms", "evidence")
_CHANGES = ("from", "to", "withdrawn")


def resolve(
    declaration: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    schema: Schema,
    switches: Mapping[str, str],
    on: date,
) -> dict[str, Any]:
    """Every answer in its normal form, with all derived facts, as one plain dictionary.

    The keys are the parts of the declaration, `production`, `switch` and `today`. Each item holds
    every field of its part; None is unknown.
    """
    today = on.toordinal()
    resolved: dict[str, Any] = {"today": today, "switch": dict(switches)}
    for part in schema.declared:
        raw = declaration.get(part.name)
        resolved[part.name] = normal_item(raw or {}, part) if part.one else normal_list(raw, part)
    production = facts.get("production")
    resolved["production"] = normal_item(
        production if isinstance(production, dict) else {}, schema.parts["production"]
    )
    put_in_doubt(resolved)
    _derive(resolved, facts, schema, today)
    return resolved


def _derive(resolved: dict[str, Any], facts: Mapping[str, Any], schema: Schema, today: int) -> None:
    use: Item = resolved["use"]
    window = work_window(use, today)
    register = Register(
        _records(facts, "terms", schema), _records(facts, "agreements", schema), window
    )
    models = _records(facts, "models_on_file", schema)
    production = resolved["production"]["id"]
    file = consents.File(production, _records(facts, "evidence", schema), models, window)
    if resolved["components"] is not None:
        resolved["components"] = [with_terms(item, register) for item in resolved["components"]]
    use["labour_agreement"] = consents.labour_agreement(resolved["crafts"], file)
    for output in resolved["outputs"] or ():
        for name in ("disclosure_plan", "incidental_statement"):
            output[name] = bool(file.about(name, output["name"]))
    for item in resolved["inputs"] or ():
        item["clearance"] = bool(file.about("input_clearance", item["name"]))
    for reference in resolved["references"] or ():
        reference["rights_on_file"] = bool(file.about("reference_rights", reference["name"]))
    for person in resolved["people"] or ():
        person["replica_consent"] = consents.replica_consent(person, file)
        person["use_consent"] = consents.use_consent(person, use, file)
        person["anonymity_consent"] = consents.anonymity_consent(person, file)
        person["guild_compliance"] = consents.guild_compliance(person, file)
    for model in resolved["models"] or ():
        model["reused"] = _reused(model, models, production)
        model["training_rights"] = consents.training_rights(model, file)
        model["all_parties_consent"] = consents.all_parties_consent(model, file)


def _reused(model: Item, models: Iterable[Record], production: str | None) -> Truth3:
    """Whether a model serves another production, pitch or concept than its own (T6, N13).

    Where the record and the declaration name two productions, one of them is another: nobody's
    own word takes a model out of the production it is on file for.
    """
    if model["used_as"] in ("another_production", "pitch_or_concept"):
        return True
    entry = by_id(models, model["record"])
    recorded = entry["made_for"] if entry else None
    known = [made_for for made_for in (recorded, model["made_for"]) if made_for is not None]
    if production is None or not known:
        return None
    if not all(same(made_for, production) for made_for in known):
        return True
    return False if model["used_as"] == "this_production" else None


def _records(facts: Mapping[str, Any], name: str, schema: Schema) -> tuple[Record, ...]:
    raw = facts.get(name)
    if raw is None or raw == UNKNOWN:
        return ()
    part = schema.parts[name]
    return tuple(record(entry, normal_item(entry, part)) for entry in raw)


def holds_until(
    records: Iterable[Dated], read: Iterable[int | None], *, schema: Schema, on: date
) -> date | None:
    """The first later day on which a record that counts begins or ends, or a date passes.

    `records` are those of `relevant`, `read` the dates that conditions compare with the date of
    the assessment. Such a comparison may turn on the day itself, or on the one after it. Until the
    day that is given the same facts give the same assessment; None means that they always will.
    """
    days = [turn for day in read if day is not None for turn in (day, day + 1)]
    for kind, entry in records:
        if kind in DATED:
            item = normal_item(entry, schema.parts[kind])
            days += [item[key] for key in _CHANGES if item.get(key) is not None]
    later = [day for day in days if on.toordinal() < day <= date.max.toordinal()]
    return date.fromordinal(min(later)) if later else None
