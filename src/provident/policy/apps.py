from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "provident.policy"
    label = "policy"
    verbose_name = "政策"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provident.kernel.operation import load_operations

        load_operations("provident.policy.operations")
