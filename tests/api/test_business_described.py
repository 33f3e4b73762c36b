"""The business does what its description says, whatever is sent, whoever sends it.

schemathesis sends what the description allows and what it does not, through WSGI, in the
name of one role after the other, into real books.  Beside the checks of the calculators'
part (`test_interface_described.py`), nothing may be answered as a cookie.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings

from tests.api.programs import open_town, token_of
from tests.api.test_interface_described import CHECKS, HEADERS
from tests.workbench.desks import open_login

pytestmark = pytest.mark.database

EXAMPLES_MAX = 3
ROLES = {
    "teller": "001", "reviewer": None, "accountant": None, "administrator": None,
    "auditor": None,
}  # fmt: skip

whole = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), headers=HEADERS
)
done = whole.exclude(path_regex=r"^/api/v1/(calc|policy|sign-out)|/rehearsal$")
"""Sign-out asks for nothing and would end the programs of this test."""

rehearsed = whole.include(path_regex=r"/rehearsal$")
"""A rehearsal asks for what the operation asks for; some examples of it are enough."""


@pytest.fixture(scope="module")
def programs() -> dict[str, Any]:
    """The headers of each role's program, once the town is there."""
    return {}


@pytest.fixture
def headers(programs: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Any]:
    """The headers of one program after the other; the books are made for the first test."""
    if not programs:
        request.getfixturevalue("books")
        open_town()
        for role, branch in ROLES.items():
            token = token_of(open_login(role, branch=branch))
            programs[role] = HEADERS | {"Authorization": f"Bearer {token}"}
    return cycle(programs.values())


@done.parametrize()
@settings(
    max_examples=EXAMPLES_MAX,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_business_keeps_to_its_description(
    case: schemathesis.Case, headers: Iterator[Any]
) -> None:
    answered = case.call_and_validate(checks=CHECKS, headers=next(headers))
    assert "set-cookie" not in answered.headers


@rehearsed.parametrize()
@settings(
    max_examples=EXAMPLES_MAX,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_a_rehearsal_keeps_to_its_description(
    case: schemathesis.Case, headers: Iterator[Any]
) -> None:
    case.call_and_validate(checks=CHECKS, headers=next(headers))
