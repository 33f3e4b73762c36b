from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "provident.casework"
    label = "casework"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"
