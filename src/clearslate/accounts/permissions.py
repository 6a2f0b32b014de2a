"""Who may do what: the one table of roles and actions that decides every permission.

An action is what a service or a page asks for. In a production a person has the actions of the
roles they hold there; a production may rename its roles and recombine them. For the installation
there are two offices. `docs/reference/permissions.md` is made from this table.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Action(StrEnum):
    """What somebody may do in a production they belong to."""

    SEE_PRODUCTION = "see_production"
    SEE_USES = "see_uses"
    EXPORT_USES = "export_uses"
    SEE_HISTORY = "see_history"
    DECLARE = "declare"
    WITHDRAW_USE = "withdraw_use"
    GET_NOTICES = "get_notices"
    CALL_UP = "call_up"
    DECIDE = "decide"
    GIVE_STANDING = "give_standing"
    LOOK_AT_RESULTS = "look_at_results"
    REVIEW_LEGALLY = "review_legally"
    CLEAR_RIGHTS = "clear_rights"
    GRANT_EXCEPTIONS = "grant_exceptions"
    SPEAK_AS_DIRECTOR = "speak_as_director"
    SPEAK_FOR_LABOUR = "speak_for_labour"
    SUSPEND = "suspend"
    KEEP_GATES = "keep_gates"
    KEEP_DUTIES = "keep_duties"
    SEE_REPORTS = "see_reports"
    KEEP_PRIVILEGED_NOTES = "keep_privileged_notes"
    HANDLE_INCIDENTS = "handle_incidents"
    SHARE_VIEWS = "share_views"
    FILE_FACTS = "file_facts"
    EDIT_PRODUCTION = "edit_production"
    REOPEN_PRODUCTION = "reopen_production"
    MANAGE_RULES = "manage_rules"
    MANAGE_PEOPLE = "manage_people"


class InstallationAction(StrEnum):
    """What somebody may do in the installation as a whole."""

    CREATE_PRODUCTION = "create_production"
    MANAGE_ORGANISATIONS = "manage_organisations"
    INVITE_PEOPLE = "invite_people"
    APPOINT = "appoint"
    SEE_INSTALLATION = "see_installation"
    ADOPT_PACKS = "adopt_packs"


class Described(NamedTuple):
    """An action or a role in words, for pages and for the printed table."""

    title: str
    help: str


ACTIONS: dict[Action, Described] = {
    Action.SEE_PRODUCTION: Described("See the production", "Its calendar, rules and people."),
    Action.SEE_USES: Described("See uses", "Every use that was submitted, with its assessment."),
    Action.EXPORT_USES: Described("Export uses", "The table of uses and single cases, as files."),
    Action.SEE_HISTORY: Described("See the history", "Who did what, and when."),
    Action.DECLARE: Described("Declare uses", "Ask first, draft, submit, and submit again."),
    Action.WITHDRAW_USE: Described("Withdraw uses", "Also those that somebody else submitted."),
    Action.GET_NOTICES: Described("Get notices", "Told by e-mail of every use that is noticed."),
    Action.CALL_UP: Described("Call up a notice", "Ask for a review of a use that was noticed."),
    Action.DECIDE: Described("Decide", "Give or refuse the go-ahead in the areas looked after."),
    Action.GIVE_STANDING: Described(
        "Give standing approvals", "Approve a kind of work ahead, and end that again."
    ),
    Action.LOOK_AT_RESULTS: Described(
        "Look at results", "Clear a result that somebody else made, or send it back."
    ),
    Action.REVIEW_LEGALLY: Described(
        "Review legally", "Keep the line of the legal review, and take a delivery back."
    ),
    Action.CLEAR_RIGHTS: Described("Clear rights", "Keep the line of the rights clearance."),
    Action.GRANT_EXCEPTIONS: Described(
        "Grant exceptions", "Lift a hold without its evidence, with a reason and an end."
    ),
    Action.SPEAK_AS_DIRECTOR: Described("Speak as director", "Answer when consulted."),
    Action.SPEAK_FOR_LABOUR: Described(
        "Speak for labour relations", "Answer for agreements with guilds."
    ),
    Action.SUSPEND: Described("Suspend", "Pause one use or all of them, and end the pause."),
    Action.KEEP_GATES: Described(
        "Pass gates", "Turnover, screening, lock and delivery of each episode; lift a lock."
    ),
    Action.KEEP_DUTIES: Described("Keep duties", "Give duties to people, and mark them done."),
    Action.SEE_REPORTS: Described("See reports", "What is clear, what is open, and how long."),
    Action.KEEP_PRIVILEGED_NOTES: Described(
        "Keep privileged notes", "Notes among the lawyers of one's own organisation."
    ),
    Action.HANDLE_INCIDENTS: Described(
        "Handle incidents", "What went into a tool that should not have."
    ),
    Action.SHARE_VIEWS: Described("Share views", "Keep a view of the table for everybody."),
    Action.FILE_FACTS: Described("File facts", "Terms, agreements, consents and models on file."),
    Action.EDIT_PRODUCTION: Described(
        "Edit the production", "Names, episodes, phase and calendar; archive it when done."
    ),
    Action.REOPEN_PRODUCTION: Described("Reopen the production", "Once it was archived."),
    Action.MANAGE_RULES: Described("Manage rules", "Which packs and readings are in force."),
    Action.MANAGE_PEOPLE: Described("Manage people", "Invite people, and say what roles may do."),
}

INSTALLATION_ACTIONS: dict[InstallationAction, Described] = {
    InstallationAction.CREATE_PRODUCTION: Described(
        "Create productions", "With their first coordinator; reopen archived ones."
    ),
    InstallationAction.MANAGE_ORGANISATIONS: Described(
        "Manage organisations", "Add and rename them."
    ),
    InstallationAction.INVITE_PEOPLE: Described("Invite people", "Into any organisation."),
    InstallationAction.APPOINT: Described("Appoint", "Administrators and policy owners."),
    InstallationAction.SEE_INSTALLATION: Described(
        "See the installation", "Its log and its state."
    ),
    InstallationAction.ADOPT_PACKS: Described("Adopt packs", "So that they count in outcomes."),
}

_SEE = frozenset({Action.SEE_PRODUCTION, Action.SEE_USES, Action.EXPORT_USES, Action.SEE_HISTORY})


class ShippedRole(NamedTuple):
    """A role as a new production gets it."""

    title: str
    help: str
    actions: frozenset[Action]


ROLES: dict[str, ShippedRole] = {
    "coordinator": ShippedRole(
        "Coordinator",
        "Runs clearance for the production office.",
        _SEE
        | {
            Action.DECLARE,
            Action.WITHDRAW_USE,
            Action.SHARE_VIEWS,
            Action.FILE_FACTS,
            Action.EDIT_PRODUCTION,
            Action.MANAGE_PEOPLE,
            Action.KEEP_DUTIES,
            Action.SEE_REPORTS,
            Action.SUSPEND,
        },
    ),
    "department_lead": ShippedRole(
        "Department lead", "Answers for a department's uses.", _SEE | {Action.DECLARE}
    ),
    "producer": ShippedRole(
        "Producer",
        "Answers for the production.",
        _SEE
        | {
            Action.DECLARE,
            Action.WITHDRAW_USE,
            Action.SHARE_VIEWS,
            Action.EDIT_PRODUCTION,
            Action.REOPEN_PRODUCTION,
            Action.MANAGE_PEOPLE,
            Action.MANAGE_RULES,
            Action.KEEP_DUTIES,
            Action.SEE_REPORTS,
            Action.SUSPEND,
        },
    ),
    "director": ShippedRole(
        "Director", "Is consulted on creative matters.", _SEE | {Action.SPEAK_AS_DIRECTOR}
    ),
    "platform_contact": ShippedRole(
        "Platform contact",
        "Is told of every use, and may call one up.",
        _SEE
        | {
            Action.GET_NOTICES,
            Action.CALL_UP,
            Action.SHARE_VIEWS,
            Action.DECIDE,
            Action.GIVE_STANDING,
            Action.LOOK_AT_RESULTS,
            Action.KEEP_DUTIES,
            Action.SEE_REPORTS,
        },
    ),
    "reviewer": ShippedRole(
        "Reviewer",
        "Looks at the uses of their areas.",
        _SEE | {Action.CALL_UP, Action.DECIDE, Action.LOOK_AT_RESULTS},
    ),
    "production_legal": ShippedRole(
        "Production legal",
        "Counsel of the production company.",
        _SEE
        | {
            Action.DECLARE,
            Action.FILE_FACTS,
            Action.MANAGE_RULES,
            Action.REVIEW_LEGALLY,
            Action.CLEAR_RIGHTS,
            Action.SUSPEND,
            Action.SEE_REPORTS,
            Action.KEEP_PRIVILEGED_NOTES,
            Action.HANDLE_INCIDENTS,
        },
    ),
    "platform_legal": ShippedRole(
        "Platform legal",
        "Counsel of the platform.",
        _SEE
        | {
            Action.CALL_UP,
            Action.DECIDE,
            Action.GIVE_STANDING,
            Action.LOOK_AT_RESULTS,
            Action.REVIEW_LEGALLY,
            Action.CLEAR_RIGHTS,
            Action.GRANT_EXCEPTIONS,
            Action.SUSPEND,
            Action.SEE_REPORTS,
            Action.KEEP_PRIVILEGED_NOTES,
            Action.HANDLE_INCIDENTS,
        },
    ),
    "labour_relations": ShippedRole(
        "Labour relations",
        "Answers for agreements with guilds.",
        _SEE | {Action.CALL_UP, Action.DECIDE, Action.SPEAK_FOR_LABOUR},
    ),
    "post_supervisor": ShippedRole(
        "Post supervisor",
        "Answers for locks and deliveries.",
        _SEE
        | {
            Action.DECLARE,
            Action.SHARE_VIEWS,
            Action.EDIT_PRODUCTION,
            Action.KEEP_GATES,
            Action.KEEP_DUTIES,
            Action.SEE_REPORTS,
        },
    ),
    "editor": ShippedRole("VFX or assistant editor", "Knows the shots.", _SEE | {Action.DECLARE}),
    "security": ShippedRole(
        "Security",
        "Is told what went into a tool that should not have, and stops it.",
        _SEE | {Action.HANDLE_INCIDENTS, Action.SUSPEND},
    ),
    "auditor": ShippedRole("Auditor", "Reads, and changes nothing.", _SEE | {Action.SEE_REPORTS}),
}


class Office(StrEnum):
    """The offices of an installation."""

    ADMINISTRATOR = "administrator"
    POLICY_OWNER = "policy_owner"


OFFICES: dict[Office, tuple[Described, frozenset[InstallationAction]]] = {
    Office.ADMINISTRATOR: (
        Described("Administrator", "Keeps the installation running."),
        frozenset(InstallationAction) - {InstallationAction.ADOPT_PACKS},
    ),
    Office.POLICY_OWNER: (
        Described("Policy owner", "Answers for the rules in force."),
        frozenset({InstallationAction.ADOPT_PACKS, InstallationAction.SEE_INSTALLATION}),
    ),
}
