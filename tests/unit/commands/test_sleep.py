"""Computers that fall asleep by themselves."""

from collections.abc import Sequence

import pytest

from commands.sleep import ask_system, sleep_problems

QUERY = """
Subgroup GUID: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Tidur)
  Power Setting GUID: 29f6c1db-86da-48c5-9fdb-f2b67b1f44da  (Tidur setelah)
    Minimum Possible Setting: 0x00000000
    Maximum Possible Setting: 0xffffffff
    Possible Settings increment: 0x00000001
  Indeks Pengaturan Daya AC Saat Ini: {mains}
  Indeks Pengaturan Daya DC Saat Ini: 0x00000384
"""


def advised(platform: str, kind: str = "", timeout: str = "", query: str = "") -> bool:
    def ask(words: Sequence[str]) -> str:
        return query if words[0] == "powercfg" else kind if words[-1].endswith("type") else timeout

    return [problem.advice for problem in sleep_problems(ask, platform)] == [True]


@pytest.mark.parametrize(
    ("kind", "timeout", "sleeps"),
    [("'suspend'\n", "1200\n", True), ("'suspend'", "0\n", False), ("'nothing'\n", "1200", False), ("", "", False)],
)
def test_gnome(kind: str, timeout: str, sleeps: bool) -> None:
    """It sleeps when both settings say so; a computer that tells nothing is not accused."""
    assert advised("linux", kind, timeout) is sleeps


@pytest.mark.parametrize(("mains", "sleeps"), [("0x00000708", True), ("0x00000000", False)])
def test_windows(mains: str, sleeps: bool) -> None:
    """What counts is the number for mains power, in whichever language the words are."""
    assert advised("win32", query=QUERY.format(mains=mains)) is sleeps
    assert not advised("win32", query="")


def test_a_tool_that_is_not_there_says_nothing() -> None:
    """Nor one that fails."""
    assert ask_system(["no-such-tool-at-all"]) == ""
    assert ask_system(["python3", "-c", "import sys; print(1); sys.exit(3)"]) == ""
    assert ask_system(["python3", "-c", "print(1)"]).strip() == "1"
