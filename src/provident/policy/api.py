"""政策的公开接口 · what other packages may use of the policy."""

from provident.kernel.policy_source import PolicyValue
from provident.policy.explanation import Explanation
from provident.policy.library import Library, LibraryError
from provident.policy.lint import lint
from provident.policy.outline import Card, outline
from provident.policy.releases import (
    ReleasedPolicy,
    active,
    active_policy,
    altered,
    files,
    publish,
    released,
)
from provident.policy.sheets import Problem

__all__ = [
    "Card",
    "Explanation",
    "Library",
    "LibraryError",
    "PolicyValue",
    "Problem",
    "ReleasedPolicy",
    "active",
    "active_policy",
    "altered",
    "files",
    "lint",
    "outline",
    "publish",
    "released",
]
