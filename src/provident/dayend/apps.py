from django.apps import AppConfig


class DayendConfig(AppConfig):
    name = "provident.dayend"
    label = "dayend"
    verbose_name = "日终"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provident.kernel.operation import load_operations

        load_operations("provident.dayend.operations")
