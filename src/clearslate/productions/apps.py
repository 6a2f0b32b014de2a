"""Productions and who belongs to them."""

from django.apps import AppConfig


class ProductionsConfig(AppConfig):
    """Productions, episodes, roles, members, rules in force and facts on file."""

    name = "clearslate.productions"
    label = "productions"
