"""A field of a form as the pages show it: label, help, error and input, tied by their ids."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxInput, HiddenInput
from django.forms.utils import ErrorDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from clearslate.ui.shapes import shape

_EMPTY = mark_safe("")
_OPTIONAL = mark_safe(' <span class="note">optional</span>')


def field(bound: Any, kind: str = "") -> SafeString:
    """A whole field; `kind` is a further class of the choices: “list” for rows."""
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return bound.as_widget()
    if widget.use_fieldset and hasattr(widget, "optgroups"):
        return _group(bound, kind)
    if isinstance(widget, CheckboxInput):
        return _check(bound)
    return format_html(
        '<div class="field{}"><label for="{}">{}{}</label>{}{}{}</div>',
        _wrong(bound),
        bound.id_for_label,
        bound.label,
        _optional(bound),
        _help(bound),
        _errors(bound),
        _input(bound),
    )


def error_summary(form: Any) -> SafeString:
    """Every error of a form, each with a link to its field; empty when there is none."""
    found: ErrorDict = form.errors
    if not found:
        return _EMPTY
    lines = []
    for name, errors in found.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            lines.append(_line(bound, str(error)))
    count = len(lines)
    return format_html(
        '<div class="errors" role="alert" tabindex="-1" autofocus><h2>{}</h2><ul>{}</ul></div>',
        "1 answer needs another look" if count == 1 else f"{count} answers need another look",
        format_html_join("", "<li>{}</li>", ((line,) for line in lines)),
    )


def _line(bound: Any, error: str) -> SafeString:
    if bound is None or bound.is_hidden:
        return format_html("{}", error)
    return format_html('<a href="#{}">{}</a>: {}', _first_id(bound), bound.label, error)


def _first_id(bound: Any) -> str:
    """The id of what can take the focus: of a group, its first choice."""
    widgets = bound.subwidgets
    return str(widgets[0].id_for_label or bound.auto_id) if widgets else str(bound.auto_id)


def _wrong(bound: Any) -> str:
    return " wrong" if bound.errors else ""


def _optional(bound: Any) -> SafeString:
    if bound.field.required or bound.field.disabled:
        return _EMPTY
    return _OPTIONAL


def _help(bound: Any) -> SafeString:
    if not bound.help_text:
        return _EMPTY
    return format_html('<p class="help" id="{}_help">{}</p>', bound.auto_id, bound.help_text)


def _errors(bound: Any) -> SafeString:
    if not bound.errors:
        return _EMPTY
    text = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html(
        '<p class="error" id="{}_error">{}<span>{}</span></p>',
        bound.auto_id,
        shape("hold"),
        text,
    )


def _described(bound: Any) -> str:
    """The ids of what explains a field, for its `aria-describedby`."""
    ids = [f"{bound.auto_id}_help"] if bound.help_text else []
    return " ".join([*ids, *([f"{bound.auto_id}_error"] if bound.errors else [])])


def _attributes(bound: Any) -> dict[str, str]:
    given = {"aria-describedby": _described(bound)} if _described(bound) else {}
    return {**given, **({"aria-invalid": "true"} if bound.errors else {})}


def _input(bound: Any) -> SafeString:
    return bound.as_widget(attrs=_attributes(bound))


def _check(bound: Any) -> SafeString:
    return format_html(
        '<div class="field check{}">{}<label class="choice" for="{}">{}<span>{}</span></label>'
        "{}</div>",
        _wrong(bound),
        _errors(bound),
        bound.id_for_label,
        _input(bound),
        bound.label,
        _help(bound),
    )


def _group(bound: Any, kind: str) -> SafeString:
    described = _described(bound)
    choices = format_html_join(
        "",
        '<label class="choice" for="{}">{}<span>{}</span></label>',
        ((each.id_for_label, each.tag(), each.choice_label) for each in bound.subwidgets),
    )
    return format_html(
        '<fieldset class="field{}"{}><legend>{}{}</legend>{}{}'
        '<div class="choices{}">{}</div></fieldset>',
        _wrong(bound),
        format_html(' aria-describedby="{}"', described) if described else "",
        bound.label,
        _optional(bound),
        _help(bound),
        _errors(bound),
        f" {kind}" if kind else "",
        choices,
    )
