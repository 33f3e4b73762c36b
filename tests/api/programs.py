"""程序 · a program that somebody runs: it carries his token and keeps what is answered.

Tokens are made as the sign-in makes them, without its steps, which have tests of their own.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

import enrolment_city as city
from tests.workbench.desks import open_login, signed_in_as

BASE = "/api/v1"
RATIO = {"unit_ratio": "11", "personal_ratio": "11", "from_month": "2026-11"}
"""A change of ratios that the factory of `enrolment_city` may ask for; two persons do it."""


class Program:
    """A program with somebody's token; "" is a program of nobody."""

    def __init__(self, token: str = "") -> None:
        self.headers = {"authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str) -> HttpResponse:
        return Client().get(f"{BASE}/{path}", headers=self.headers)

    def post(self, path: str, body: object = None, *, key: object = None) -> HttpResponse:
        """Send a body (a text as it is); `key` is the Idempotency-Key, None for none."""
        content = body if isinstance(body, str) else json.dumps({} if body is None else body)
        more = {} if key is None else {"idempotency-key": str(key)}
        return Client().post(
            f"{BASE}/{path}", content, "application/json", headers=self.headers | more
        )

    def do(self, code: str, /, **command: Any) -> HttpResponse:
        """Do an operation, as a new piece of work."""
        return self.post(f"operations/{code}", command, key=uuid4())


def program_of(role: str, branch: str | None = None) -> Program:
    """A program of somebody new with this role."""
    return Program(token_of(open_login(role, branch=branch)))


def token_of(login: Any) -> str:
    """The token of this person's new and only session."""
    return str(signed_in_as(login, "api").session.session_key)


def answer(response: HttpResponse) -> Any:
    """What was answered; a number with a fraction would be read as floating point."""

    def refuse(text: str) -> None:
        raise AssertionError(f"a fraction in the answer: {text}")

    return json.loads(response.content, parse_float=refuse)


def reasons(response: HttpResponse) -> dict[str, str]:
    """The reasons of a refusal: code → sentence."""
    return {one["code"]: one["says"] for one in answer(response)["reasons"]}


def open_town() -> str:
    """Two branches and the factory at branch 001; returns its number."""
    city.open_branch()
    city.Branch.objects.create(code="002", name="疏附县管理部")
    return city.open_employer()
