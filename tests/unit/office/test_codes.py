"""Codes that people read aloud, type and copy from paper."""

import secrets

import pytest

from office.codes import ALPHABET, reference, ticket_code, tidy


def test_codes_hold_no_letters_that_are_mistaken_for_others() -> None:
    """Neither 0 and O nor 1, I and L, 2 and Z, 5 and S, 8 and B can be confused: none of them occurs."""
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert len(set(ALPHABET)) == len(ALPHABET) == 25


def test_a_ticket_code_is_long_and_a_reference_short() -> None:
    """A code must not be guessed; a reference opens nothing."""
    code, number = ticket_code(secrets.choice), reference("SKU", secrets.choice)
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    assert number.startswith("SKU-")
    assert len(number) == 8


@pytest.mark.parametrize("typed", ["ACDE34679FGH", " acde 3467 9fgh ", "ACDE\u00a034679FGH\n"])
def test_spaces_and_case_of_a_code_are_forgiven(typed: str) -> None:
    """A code that went through a form is still the code."""
    assert tidy(typed) == "ACDE34679FGH"
