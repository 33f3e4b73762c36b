"""主体 · the reading face of the parties: finding employers and members, showing them masked.

Writing them is `provident.parties.registration`, for the operations of `collection` only.
"""

from __future__ import annotations

from provident.parties.completeness import items_to_complete
from provident.parties.finding import (
    EmployerFound,
    MemberAlike,
    employer_with_code,
    employers_by_name,
    employers_by_payer,
    find_employer,
    find_member,
    find_person,
    members_alike,
)
from provident.parties.rules.masking import (
    mask_card,
    mask_id,
    mask_mobile,
    mask_name,
    mask_organisation,
)

__all__ = [
    "EmployerFound",
    "MemberAlike",
    "employer_with_code",
    "employers_by_name",
    "employers_by_payer",
    "find_employer",
    "find_member",
    "find_person",
    "items_to_complete",
    "mask_card",
    "mask_id",
    "mask_mobile",
    "mask_name",
    "mask_organisation",
    "members_alike",
]
