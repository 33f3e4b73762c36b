"""门户应用 · Django's registration of the public pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "provident.channels.portal"
    label = "portal"
    verbose_name = "门户"
