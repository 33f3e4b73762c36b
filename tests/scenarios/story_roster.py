"""场景里的名单 · a roster workbook written from a story and handed in as an employer does."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from provident.collection.staging.uploads import upload_roster


def hand_in(
    employer: str, people: Sequence[Mapping[str, str]], uploaded_by: str, file_name: str
) -> int:
    """Write and upload the workbook; returns the number under which it is kept.

    Its headings are whatever somebody in the roster fills; every cell is text.
    """
    headings = list(dict.fromkeys(heading for person in people for heading in person))
    return upload_roster(
        employer, file_name, _workbook(headings, people), uploaded_by=uploaded_by
    )


def _workbook(headings: Sequence[str], people: Sequence[Mapping[str, str]]) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    sheet = workbook.add_worksheet("名单")
    sheet.write_row(0, 0, headings)
    for row, person in enumerate(people, start=1):
        for place, heading in enumerate(headings):
            sheet.write_string(row, place, person.get(heading, ""))
    workbook.close()
    return buffer.getvalue()
