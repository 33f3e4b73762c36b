"""The operations about one employer or one member are found by what their commands name."""

from django.db import migrations

INDEX = """
create index operation_{0} on operation ((command ->> '{0}'))
 where command ->> '{0}' is not null
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_functions")]
    operations = [
        migrations.RunSQL(INDEX.format(name), f"drop index operation_{name}")
        for name in ("employer", "member")
    ]
