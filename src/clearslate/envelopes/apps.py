"""Envelopes: what kind of work an approval covers, and standing approvals given ahead of it."""

from django.apps import AppConfig


class EnvelopesConfig(AppConfig):
    """Envelopes, standing approvals, and the shots registered inside them."""

    name = "clearslate.envelopes"
    label = "envelopes"
