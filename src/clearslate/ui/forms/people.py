"""The forms about people and roles of a production."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from clearslate.accounts.models import Organisation
from clearslate.accounts.permissions import ACTIONS
from clearslate.productions.models import Membership, Role
from clearslate.productions.selectors import looked_after


class MemberForm(forms.Form):
    """What a member looks after."""

    areas = forms.MultipleChoiceField(
        label="Areas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none for all areas.",
    )
    stands_in = forms.BooleanField(
        label="Stands in: is asked when the others are away", required=False
    )

    def __init__(self, *args: Any, areas: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].choices = list(areas.items())


class ChangeForm(MemberForm):
    """What a member looks after, and what it was when the page was made."""

    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, member: Membership, areas: Mapping[str, str]) -> ChangeForm:
        """The form of a member as they are now."""
        now = {"areas": member.areas, "stands_in": member.stands_in, "was": looked_after(member)}
        return cls(initial=now, areas=areas)


class InviteForm(MemberForm):
    """Somebody new to a production, known to the installation or not."""

    email = forms.EmailField(
        label="E-mail address", help_text="Who has no access yet gets an invitation by mail."
    )
    name = forms.CharField(
        label="Name", max_length=120, required=False, help_text="They can change it."
    )
    organisation = forms.ChoiceField(label="Organisation", required=False)
    other = forms.CharField(
        label="Another organisation",
        max_length=120,
        required=False,
        help_text="Its exact name, if it is not in the list. Administrators add organisations.",
    )
    role = forms.TypedChoiceField(label="Role", coerce=int)
    field_order = ("email", "name", "organisation", "other", "role", "areas", "stands_in")

    def __init__(
        self,
        *args: Any,
        roles: Iterable[Role],
        organisations: Iterable[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", "Choose one")] + [
            (role.id, role.title) for role in roles
        ]
        self.fields["organisation"].choices = [("", "Choose one")] + [
            (each.id, each.name) for each in organisations
        ]

    def clean(self) -> dict[str, Any]:
        """Exactly one organisation is named."""
        given: dict[str, Any] = super().clean()
        listed, other = given.get("organisation"), given.get("other")
        if bool(listed) == bool(other) and "organisation" not in self.errors:
            said = "Choose one, or name another, not both." if other else "Choose an organisation."
            self.add_error("organisation", said)
        return given


class RoleForm(forms.Form):
    """The name of a role."""

    title = forms.CharField(label="Name of the role", max_length=60)


class NewRoleForm(RoleForm):
    """A role of one's own making."""

    actions = forms.MultipleChoiceField(
        label="It may",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(action.value, said.title) for action, said in ACTIONS.items()],
    )


class RolesForm(forms.Form):
    """Every role and every action, as a table of boxes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.roles = list(roles)
        for role in self.roles:
            for action, said in ACTIONS.items():
                self.fields[f"{role.id}.{action.value}"] = forms.BooleanField(
                    label=f"{role.title}: {said.title}",
                    required=False,
                    initial=action.value in role.actions,
                )

    def given(self) -> dict[int, list[str]]:
        """What each role may do, as ticked."""
        return {
            role.id: [each for each in ACTIONS if self.cleaned_data[f"{role.id}.{each.value}"]]
            for role in self.roles
        }
