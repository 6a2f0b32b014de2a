"""Every change of a production, one file per thing that changes.

production   create_production, edit_production, archive_production, reopen_production
calendar     set_calendar(revision, given: GivenCalendar)
members      invite_member, add_member (place: Place), change_member, end_member
roles        rename_role, set_role_actions, add_role
packs        put_pack_in_force (a loaded or a kept pack), end_pack
switches     set_switch
gates        pass_gate, lift_gate
facts        file_facts (bytes or values of a facts/1 document)
"""
