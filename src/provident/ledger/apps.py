from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "provident.ledger"
    label = "ledger"
    verbose_name = "核算"
    default_auto_field = "django.db.models.BigAutoField"
