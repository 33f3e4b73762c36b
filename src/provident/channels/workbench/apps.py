"""柜面应用 · Django's registration of the workbench; every page module enters its pages."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "provident.channels.workbench"
    label = "workbench"
    verbose_name = "柜面"

    def ready(self) -> None:
        from provident.channels.workbench.pages import load_pages

        load_pages(self.name)
