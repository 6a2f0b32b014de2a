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
from clearslate.productions.models import Production, Reaches, SwitchSetting
from clearslate.productions.packs import check_from
from clearslate.productions.rules import readings_on
from clearslate.productions.selectors import today_in

NEW = str(Reaches.NEW)


@service(SWITCH_SET)
def set_switch(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    switch: str,
    value: str,
    from_day: date,
    reaches: str = NEW,
) -> SwitchSetting:
    """Choose a reading from a day on, for new uses or further ones.

    Raises `ProductionsError` for one that no pack has, and `UnchangedError`.
    """
    row = to_change(actor, Action.MANAGE_RULES, production)
    if from_day < today_in(row, at):
        refuse(
            [("from_day", "Readings do not change for days that are past. Choose today or later.")]
        )
    if reaches not in Reaches.values:
        refuse([("reaches", "Choose which uses it reaches.")])
    known = {reading.switch.id: reading for reading in readings_on(row, from_day)}
    reading = known.get(switch)
    if reading is None:
        refuse([("switch", f"No pack in force on that day has the switch “{switch}”.")])
    elif value not in dict(reading.switch.values):
        refuse([("value", f"“{value}” is no reading of {switch}. Choose one from the list.")])
    elif reading.chosen and (reading.value, reading.chosen.reaches) == (value, reaches):
        raise UnchangedError(f"{switch} is read as {value} on that day already.")
    made = SwitchSetting.objects.create(
        production=row,
        switch=switch,
        value=value,
        from_day=from_day,
        reaches=reaches,
        set_at=at,
    )
    check_from(row, from_day)
    append(
        SWITCH_SET,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        body={"from": from_day.isoformat(), "reaches": reaches},
        commit={"switch": switch, "value": value},
    )
    return made
