"""The synthetic city is well formed, never real, and always the same for one seed.

Numbers are judged by the kernel's own checks, which the vectors of GB 11643, GB 32100 and
ISO/IEC 7812-1 test elsewhere; that area 653199 was given to no county is GB/T 2260.
"""

from __future__ import annotations

from datetime import date

import pytest

from provident.kernel.dates import Month
from provident.kernel.identifiers import (
    check_bank_card,
    check_credit_code,
    check_mobile,
    check_resident_id,
)
from provident.kernel.names import check_organisation_name, check_person_name
from simulation.employers import SINGLE_PARTS, CityPlan, Part, Size, plan_city
from simulation.people import FIRST_JOB, Person

TODAY = date(2026, 11, 2)
MONTH = Month(2026, 10)


@pytest.fixture(scope="module")
def city() -> CityPlan:
    return plan_city(7, Size(), MONTH)


@pytest.fixture(scope="module")
def persons(city: CityPlan) -> list[Person]:
    return [person for employer in city.employers for person in employer.members]


def test_the_city_has_the_asked_size(city: CityPlan, persons: list[Person]) -> None:
    assert len(city.employers) == 40
    assert len(persons) == 3000
    assert len(city.one(Part.ROSTER).members) == 1000
    assert len(city.all_of(Part.TREASURY)) == 10


def test_every_single_part_is_played_once(city: CityPlan) -> None:
    assert [city.one(part).part for part in SINGLE_PARTS] == list(SINGLE_PARTS)


def test_identity_numbers_are_valid_different_and_of_no_county(persons: list[Person]) -> None:
    for person in persons:
        found = check_resident_id(person.id_number, today=TODAY)
        assert found.value is not None, found.reasons
        assert (found.value.birth, found.value.sex) == (person.birth, person.sex)
        assert [warning.code for warning in found.warnings] == ["identifier.resident_id.place"]
    assert len({person.id_number for person in persons}) == len(persons)
    assert {person.id_number[:6] for person in persons} == {"653199"}


def test_representatives_carry_the_order_code_that_is_never_issued(city: CityPlan) -> None:
    for employer in city.employers:
        for _name, number, mobile in (employer.legal, employer.handler):
            assert check_resident_id(number, today=TODAY).value is not None
            assert number[14:17] == "000"
            assert check_mobile(mobile).value == mobile


def test_cards_and_mobiles_are_valid_and_different(persons: list[Person]) -> None:
    for person in persons:
        assert check_bank_card(person.card).value == person.card
        assert check_mobile(person.mobile).value == person.mobile
    assert len({person.card for person in persons}) == len(persons)
    assert len({person.mobile for person in persons}) == len(persons)


def test_credit_codes_are_valid_without_a_warning(city: CityPlan) -> None:
    codes = [employer.credit_code for employer in city.employers]
    for code in codes:
        found = check_credit_code(code)
        assert found.value is not None
        assert not found.warnings
    assert len(set(codes)) == len(codes)


def test_names_are_accepted_as_they_stand(city: CityPlan, persons: list[Person]) -> None:
    for person in persons:
        assert check_person_name(person.name).value == person.name
    for employer in city.employers:
        assert check_organisation_name(employer.name).value == employer.name
        assert employer.name.startswith("示范")


def test_uyghur_names_come_in_both_scripts(persons: list[Person]) -> None:
    names = [person.name for person in persons]
    assert any("·" in name for name in names)
    assert any("\u0600" <= name[0] <= "\u06ff" for name in names)


def test_hiring_and_first_month_fit_article_17(persons: list[Person]) -> None:
    """A first job begins in the second month; nobody is hired before he is sixteen."""
    assert any(person.hire_kind == FIRST_JOB for person in persons)
    for person in persons:
        assert person.hired_on.year - person.birth.year > 16
        assert person.hired_on <= TODAY
        if person.hire_kind == FIRST_JOB:
            assert person.first_month == Month.of(person.hired_on) + 1
        else:
            assert person.first_month == MONTH


def test_some_wages_lie_outside_the_bounds(persons: list[Person]) -> None:
    """Floor 2070 and cap 35071 of 乌鲁木齐, 2026-07 to 2027-06: both are met in the city."""
    wages = [person.wage for person in persons]
    assert min(wages) < 2070
    assert max(wages) > 35071
    assert all(wage.as_tuple().exponent == -2 for wage in wages)


def test_one_seed_is_one_city() -> None:
    assert plan_city(11, Size(12, 90, 30, 2), MONTH) == plan_city(
        11, Size(12, 90, 30, 2), MONTH
    )


def test_another_seed_is_another_city(city: CityPlan) -> None:
    assert plan_city(8, Size(), MONTH).employers[0].members != city.employers[0].members


def test_too_small_a_city_is_refused() -> None:
    with pytest.raises(ValueError, match="单位"):
        plan_city(1, Size(employers=5, members=100, roster=10, treasury=2), MONTH)
    with pytest.raises(ValueError, match="职工"):
        plan_city(1, Size(employers=12, members=20, roster=10, treasury=2), MONTH)
