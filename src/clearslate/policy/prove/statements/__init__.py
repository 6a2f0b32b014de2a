"""The statements that `policy prove` establishes, one file each."""

from __future__ import annotations

from clearslate.policy.prove.statements.answers_stay_in_interval import ANSWERS_STAY
from clearslate.policy.prove.statements.customary_is_silent import CUSTOMARY_IS_SILENT
from clearslate.policy.prove.statements.evidence_not_enough import EVIDENCE_NOT_ENOUGH
from clearslate.policy.prove.statements.final_never_notify import FINAL_NEVER_NOTIFY
from clearslate.policy.prove.statements.house_only_tightens import HOUSE_ONLY_TIGHTENS
from clearslate.policy.prove.statements.overlaps_declared import OVERLAPS_DECLARED
from clearslate.policy.prove.statements.performer_of_work_neutral import PERFORMER_NEUTRAL
from clearslate.policy.prove.statements.rule_can_fire import RULE_CAN_FIRE
from clearslate.policy.prove.statements.triggers_always_escalate import TRIGGERS_ALWAYS_ESCALATE
from clearslate.policy.prove.statements.unknown_never_notify import UNKNOWN_NEVER_NOTIFY
from clearslate.policy.prove.verdict import Statement

STATEMENTS: tuple[Statement, ...] = (
    UNKNOWN_NEVER_NOTIFY,
    FINAL_NEVER_NOTIFY,
    TRIGGERS_ALWAYS_ESCALATE,
    PERFORMER_NEUTRAL,
    ANSWERS_STAY,
    EVIDENCE_NOT_ENOUGH,
    CUSTOMARY_IS_SILENT,
    RULE_CAN_FIRE,
    OVERLAPS_DECLARED,
    HOUSE_ONLY_TIGHTENS,
)
