from django.db import migrations, models
from django.db.models.functions import Now

# A published release is evidence.  The trigger stands in the way of every role, also of
# the owner's own mistakes; rights alone would not.
IMMUTABLE = """
create function policy_release_is_immutable() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '政策发布只增不改，不能 %', tg_op using errcode = 'restrict_violation';
end
$$;
comment on function policy_release_is_immutable() is '拒绝修改或删除已发布的政策';
create trigger policy_release_immutable before update or delete or truncate
    on policy_release for each statement execute function policy_release_is_immutable();
"""

MUTABLE = """
drop trigger policy_release_immutable on policy_release;
drop function policy_release_is_immutable();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PolicyRelease",
            fields=[
                (
                    "number",
                    models.BigIntegerField(
                        db_comment="发布号，从 1 起连续编号",
                        primary_key=True,
                        serialize=False,
                        verbose_name="发布号",
                    ),
                ),
                (
                    "content_hash",
                    models.CharField(
                        db_comment="规范形式的 SM3",
                        db_index=True,
                        max_length=64,
                        verbose_name="内容摘要",
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        db_comment="全部政策参数、文件和地方取值的规范形式", verbose_name="内容"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        db_comment="系统时刻", db_default=Now(), verbose_name="发布时刻"
                    ),
                ),
                (
                    "maker",
                    models.CharField(db_comment="经办人", max_length=64, verbose_name="经办"),
                ),
                (
                    "checker",
                    models.CharField(
                        db_comment="复核人，不得为经办人", max_length=64, verbose_name="复核"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        db_comment="发布说明", max_length=500, verbose_name="说明"
                    ),
                ),
            ],
            options={
                "db_table": "policy_release",
                "db_table_comment": "政策发布：一次发布一行，只增不改",
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(maker=models.F("checker")),
                        name="policy_release_two_persons",
                    )
                ],
            },
        ),
        migrations.RunSQL(IMMUTABLE, MUTABLE),
    ]
