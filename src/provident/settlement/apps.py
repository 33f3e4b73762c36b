from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "provident.settlement"
    label = "settlement"
    verbose_name = "结算"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provident.kernel.operation import load_operations

        load_operations("provident.settlement.operations")
