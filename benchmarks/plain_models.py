"""直接写表的模型 · the ledger's tables as ordinary models that write, for comparison only.

The application has no right to write there; the benchmark's ORM side connects as the owner.
Imported only where Django is set up.
"""

from __future__ import annotations

from django.db import models


class PlainHolder(models.Model):
    """分户 · with the columns that an ORM would write."""

    gl_account = models.TextField()
    normal_side = models.CharField(max_length=1)
    owner = models.TextField()
    balance = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    held = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    bears_interest = models.BooleanField()
    carried_less_paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    interest_until = models.DateField()
    product = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    opened_on = models.DateField()

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = 'ledger"."holder'


class PlainHold(models.Model):
    """占用."""

    business_date = models.DateField()
    operation_no = models.TextField()
    rule = models.TextField()
    rule_hash = models.TextField()
    summary = models.TextField()
    state = models.TextField(default="open")

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = 'ledger"."hold'


class PlainHoldLine(models.Model):
    """占用明细."""

    pk = models.CompositePrimaryKey("hold_id", "no")
    hold_id = models.BigIntegerField()
    no = models.IntegerField()
    side = models.CharField(max_length=1)
    gl_account = models.TextField()
    holder_id = models.BigIntegerField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    principal = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = 'ledger"."hold_line'
