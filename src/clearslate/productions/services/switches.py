"""Choosing how the rules are read where the guidance leaves it open."""

from __future__ import annotations

from datetime import date, datetime

from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.entries import SWITCH_SET
from clearslate.productions.errors import UnchangedError, refuse
from clearslate.productions.models import Production, SwitchSetting
from clearslate.productions.packs import check_from
from clearslate.productions.rules import readings_on
from clearslate.productions.selectors import today_in


@service(SWITCH_SET)
def set_switch(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    switch: str,
    value: str,
    from_day: date,
) -> SwitchSetting:
    """Choose a reading from a day on. Raises `ProductionsError` for one that no pack has."""
    row = to_change(actor, Action.MANAGE_RULES, production)
    if from_day < today_in(row, at):
        refuse(
            [("from_day", "Readings do not change for days that are past. Choose today or later.")]
        )
    known = {reading.switch.id: reading for reading in readings_on(row, from_day)}
    reading = known.get(switch)
    if reading is None:
        refuse([("switch", f"No pack in force on that day has the switch “{switch}”.")])
    elif value not in dict(reading.switch.values):
        refuse([("value", f"“{value}” is no reading of {switch}. Choose one from the list.")])
    elif reading.chosen and reading.value == value:
        raise UnchangedError(f"{switch} is read as {value} on that day already.")
    made = SwitchSetting.objects.create(
        production=row, switch=switch, value=value, from_day=from_day, set_at=at
    )
    check_from(row, from_day)
    append(
        SWITCH_SET,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        body={"from": from_day.isoformat()},
        commit={"switch": switch, "value": value},
    )
    return made
