"""名单 · the roster workbook: many members opened from one Excel file.

`open_roster` reads the bytes safely, `judge` says everything that is wrong with every row,
`errors_workbook` gives the roster back with the reasons, `template_workbook` is the empty
form.  Pure: no database, no framework; what is in the books already is for the operation
that takes the whole list.
"""

from provident.collection.roster.errors_workbook import errors_workbook
from provident.collection.roster.judging import judge
from provident.collection.roster.reading import Roster, open_roster
from provident.collection.roster.rows import Judgement, RosterRow, RowReasons
from provident.collection.roster.template import template_workbook

__all__ = [
    "Judgement",
    "Roster",
    "RosterRow",
    "RowReasons",
    "errors_workbook",
    "judge",
    "open_roster",
    "template_workbook",
]
