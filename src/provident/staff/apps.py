from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "provident.staff"
    label = "staff"
    verbose_name = "人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provident.kernel.operation import load_operations

        load_operations("provident.staff.operations")
