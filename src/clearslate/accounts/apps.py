"""People and the organisations they belong to."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and organisations."""

    name = "clearslate.accounts"
    label = "accounts"
