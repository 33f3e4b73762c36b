"""人员 · who may do what: the face for casework and for the pages.

Signing in is not here: only the workbench's own sign-in pages use `provident.staff.signing`
and what lies beside it.
"""

from __future__ import annotations

from provident.staff.people import Staff, by, kin_reasons, note_export, unmask

__all__ = ["Staff", "by", "kin_reasons", "note_export", "unmask"]
