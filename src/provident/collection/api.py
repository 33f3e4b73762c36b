"""归集 · the reading face of the collection: whose something is.

What changes anything is an operation (`provident catalogue`); nothing here does.
"""

from __future__ import annotations

from provident.collection.facts.belonging import (
    Belonging,
    MemberBelonging,
    of_bundle,
    of_lists,
    of_members,
    of_receipt,
    of_upload,
)
from provident.collection.facts.proposals import Proposals, Proposed, proposals
from provident.collection.staging.uploads import roster_documents

__all__ = [
    "Belonging",
    "MemberBelonging",
    "Proposals",
    "Proposed",
    "of_bundle",
    "of_lists",
    "of_members",
    "of_receipt",
    "of_upload",
    "proposals",
    "roster_documents",
]
