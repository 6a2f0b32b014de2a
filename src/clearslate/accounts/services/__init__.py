"""Every change to people, organisations, offices and invitations, and the record of sign-ins."""

from clearslate.accounts.services.invitations import (
    accept_invitation,
    invite_person,
    revoke_invitation,
)
from clearslate.accounts.services.offices import appoint, dismiss
from clearslate.accounts.services.people import (
    create_organisation,
    create_user,
    deactivate_person,
    reactivate_person,
    rename_person,
)
from clearslate.accounts.services.signing_in import (
    change_password,
    record_factor_added,
    record_factor_removed,
    record_factors_reset,
    record_failed_sign_in,
    record_sign_in,
    record_sign_on_linked,
    record_sign_on_unlinked,
    record_sign_out,
    record_sign_out_elsewhere,
    send_password_reset,
)

__all__ = [
    "accept_invitation",
    "appoint",
    "change_password",
    "create_organisation",
    "create_user",
    "deactivate_person",
    "dismiss",
    "invite_person",
    "reactivate_person",
    "record_factor_added",
    "record_factor_removed",
    "record_factors_reset",
    "record_failed_sign_in",
    "record_sign_in",
    "record_sign_on_linked",
    "record_sign_on_unlinked",
    "record_sign_out",
    "record_sign_out_elsewhere",
    "rename_person",
    "revoke_invitation",
    "send_password_reset",
]
