"""The ledger's schema: made by SQL, owned by provident_ledger."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [
                "grant select on business_day, operation to provident_ledger",
                "create schema ledger authorization provident_ledger",
                "set role provident_ledger",
                text("schema.sql"),
                text("posting.sql"),
                text("batch.sql"),
                text("closing.sql"),
                text("grants.sql"),
                "reset role",
            ]
        )
    ]
