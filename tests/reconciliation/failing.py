"""What the invariants say when something was corrupted."""

from __future__ import annotations


def failed(workers: int = 1) -> dict[str, str]:
    """The checks that do not hold, each with everything it says."""
    from provident.reconciliation import checks

    results = checks.run_all(workers=workers)
    return {
        one.code: "\n".join(offence.says for offence in one.offences)
        for one in results
        if not one.holds
    }
