"""收集待译文字 · Django's own command, which also knows our two words for a sentence."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """`say("…")` and `mark("…")` are collected like `gettext("…")`."""

    xgettext_options = [  # noqa: RUF012 - declared so by Django
        *makemessages.Command.xgettext_options,
        "--keyword=say:1",
        "--keyword=mark:1",
    ]
