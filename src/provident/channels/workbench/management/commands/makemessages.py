"""收集待译句子 · Django's `makemessages`, which also knows how this system marks a sentence."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """`mark` names a sentence that is looked up later; `say` takes its figures by name."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        self.xgettext_options = [*self.xgettext_options, "--keyword=mark", "--keyword=say"]
        return super().handle(*args, **options)
