"""Fields of a form inside a table, whose heads of rows and columns stand for the labels."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import CheckboxInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def bare(bound: Any) -> SafeString:
    """The input of a field with its label for those who do not see the table, and its errors."""
    wrong = bool(bound.errors)
    if isinstance(bound.field.widget, CheckboxInput):
        box = '<label class="tick">{}<span class="visually-hidden">{}</span></label>'
        return format_html(box, bound.as_widget(), bound.label)
    attributes = {"aria-label": str(bound.label)}
    if wrong:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    return format_html("{}{}", bound.as_widget(attrs=attributes), _errors(bound) if wrong else "")


def _errors(bound: Any) -> SafeString:
    said = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html('<span class="error" id="{}_error">{}</span>', bound.auto_id, said)
