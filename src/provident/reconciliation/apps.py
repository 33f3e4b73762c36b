from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "provident.reconciliation"
    label = "reconciliation"
    verbose_name = "对账"
    default_auto_field = "django.db.models.BigAutoField"
