"""动态口令 · the second factor: six digits that change every half minute (RFC 6238).

A code is good in its own half minute and in the ones before and after, and only once: the
time step that was used is written down in the statement that compares it.
"""

from __future__ import annotations

from pyotp import random_base32
from pyotp.totp import TOTP
from pyotp.utils import strings_equal

from provident.kernel.identifiers import half_width
from provident.staff import moments
from provident.staff.duties import duties
from provident.staff.models import Login
from provident.staff.sealing import seal, unseal

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How many steps the clock of a telephone may be off."""


def required(login: Login) -> bool:
    """Whether one of the login's roles may only be used with a second factor."""
    roles = duties().roles
    return any(roles[name].second_factor for name in login.roles if name in roles)


def secret_to_confirm(login: Login) -> str:
    """The secret that the person takes into his telephone, made when there is none yet.

    It stays the same until it is confirmed, so that leaving the page spoils nothing.
    """
    if login.totp_secret is None:
        made = seal(random_base32(), login.pk)
        Login.objects.filter(pk=login.pk, totp_secret=None).update(totp_secret=made)
        login.refresh_from_db(fields=["totp_secret"])
    return unseal(bytes(login.totp_secret or b""), login.pk)


def address_of(login: Login, secret: str, issuer: str) -> str:
    """The `otpauth:` address that a QR code shows to the telephone."""
    return TOTP(secret).provisioning_uri(name=login.username, issuer_name=issuer)


def spend(login: Login, typed: str) -> bool:
    """Whether `typed` is a good code not used before; it is used up by asking.

    The first good code of a new secret confirms it.
    """
    if login.totp_secret is None:
        return False
    step = _step_of(unseal(bytes(login.totp_secret), login.pk), half_width(typed))
    if step is None:
        return False
    unused = Login.objects.filter(pk=login.pk, totp_counter__lt=step)
    return bool(unused.update(totp_counter=step, totp_confirmed=True))


def _step_of(secret: str, typed: str) -> int | None:
    """The time step, about now, whose code this is."""
    totp, present = TOTP(secret), int(moments.now().timestamp()) // STEP_SECONDS
    around = range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1)
    good = [step for step in around if strings_equal(totp.generate_otp(step), typed)]
    return max(good, default=None)
