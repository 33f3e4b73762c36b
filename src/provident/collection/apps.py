from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "provident.collection"
    label = "collection"
    verbose_name = "归集"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provident.kernel.operation import load_operations

        load_operations("provident.collection.operations")
