"""The interface does what its description says, whatever is sent: examples made from it.

schemathesis reads `/api/v1/openapi.json` and sends what the description allows and what it
does not, through WSGI.  An answer that the description does not announce, another media
type, a body of another shape, or a fault of the server fails the test.
"""

from __future__ import annotations

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES_MAX = 25
HEADERS = {"Host": "localhost", "Accept-Encoding": "identity"}

described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), headers=HEADERS
).include(path_regex=r"^/api/v1/(calc|policy)")
"""What is open to everybody and needs neither books nor a signed-in person."""


@described.parametrize()
@settings(
    max_examples=EXAMPLES_MAX,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_interface_keeps_to_its_description(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS, headers=HEADERS)
