"""When two names are the same name."""

import pytest

from office.names import fold


@pytest.mark.parametrize(
    "written",
    [
        "nama lengkap",
        "  Nama   Lengkap ",
        "Nama\u00a0Lengkap",
        "Nama\nLengkap",
        "\u200bNama Lengkap\ufeff",
        "Na\u00adma Lengkap",
        "Nama \u202aLengkap\u202c",
    ],
)
def test_case_spaces_and_what_cannot_be_seen_are_forgiven(written: str) -> None:
    """Forms, Sheets and Word each add their own invisible characters."""
    assert fold(written) == fold("Nama Lengkap")


@pytest.mark.parametrize(
    "written", ["Tanggal - Lahir", "Tanggal -- Lahir", "Tanggal \u2013 Lahir", "Tanggal \u2014 Lahir"]
)
def test_dashes_as_word_corrects_them(written: str) -> None:
    """Hyphen, two hyphens and the dashes that Word makes of them are one."""
    assert fold(written) == "tanggal - lahir"


@pytest.mark.parametrize("written", ["Jum'at", "Jum\u2019at", "Jum`at", "Jum\u02b9at"[:3] + "\u2032at"])
def test_quotes_as_word_corrects_them(written: str) -> None:
    """Straight, curly and slanted are one."""
    assert fold(written) == "jum'at"


def test_different_names_stay_different() -> None:
    """Only the writing is forgiven, not the word."""
    assert len({fold(name) for name in ("NIK", "NIK Ayah", "Nik-Ayah", "NIK: Ayah")}) == 4


def test_a_name_of_nothing_is_empty() -> None:
    """Spaces and zero-width characters make no name."""
    assert fold(" \u200b\u00a0\ufeff\n") == ""
