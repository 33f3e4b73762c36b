"""办理记录 · what was done for an employer or a member: the same list, from two selects."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from provident.channels.workbench.listing import Column, Filter, Listing
from provident.channels.workbench.people.ways import operation_title, to
from provident.kernel.context import shown
from provident.kernel.sql import Statement


def operations_of(source: Statement) -> Listing:
    """The list of the operations that the select finds, the newest first."""
    return Listing(
        name="operations",
        title=_("办理记录"),
        source=source,
        columns=(
            Column("recorded_at", _("时刻"), "moment"),
            Column("code", _("业务"), mask=operation_title),
            Column("says", _("结果")),
            Column("maker", _("经办"), mask=shown),
            Column("checker", _("复核"), mask=shown),
            Column("business_date", _("会计日"), "date"),
            Column("number", _("业务流水号"), link=to("operation", "number")),
        ),
        order="-number",
        key="number",
        empty=_("没有办理过业务。"),
        filters=(
            Filter("from", _("从会计日"), "business_date", "from", "date"),
            Filter("until", _("到会计日"), "business_date", "until", "date"),
        ),
    )
