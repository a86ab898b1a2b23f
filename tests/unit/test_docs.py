"""What the guides name exists: pictures, pages, headings, commands."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from commands.line import parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = sorted((ROOT / "docs").rglob("*.png"))
LARGEST_PICTURE = 120_000
"""Bytes; village lines are slow."""
_TARGET = re.compile(r"\]\(([^)\s]+)\)|<img [^>]*?src=\"([^\"]+)\"")
_FENCE = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def targets(page: Path) -> Iterator[tuple[Path, str]]:
    """The file and the heading, perhaps empty, of every relative link and picture on a page."""
    for found in _TARGET.findall(page.read_text(encoding="utf-8")):
        target = unquote("".join(found))
        if not re.match(r"[a-z]+:", target):
            path, _, heading = target.partition("#")
            yield (page.parent / path).resolve() if path else page, heading


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as links write them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def command_lines(page: Path) -> Iterator[str]:
    """What a page has people type after `scheduler.py`, without the rest of the sentence."""
    text = page.read_text(encoding="utf-8")
    code = [line for block in _FENCE.findall(text) for line in block.splitlines()]
    code += [" ".join(span.split()) for span in _SPAN.findall(_FENCE.sub("", text))]
    for piece in code:
        _, named, words = piece.partition("scheduler.py ")
        if named:
            yield words


def unknown(words: list[str], line: argparse.ArgumentParser) -> str:
    """The first word that this line of arguments does not know, or nothing."""
    flags = {flag for action in line._actions for flag in action.option_strings}
    deeds = {
        name: deed
        for action in line._actions
        if isinstance(action.choices, dict)
        for name, deed in action.choices.items()
    }
    for place, word in enumerate(words):
        if word.startswith("--"):
            if word not in flags:
                return word
        elif deeds:
            return unknown(words[place + 1 :], deeds[word]) if word in deeds else word
    return ""


@each_page
def test_every_link_and_picture_exists(page: Path) -> None:
    """Each relative address leads to a file, and to a heading where it names one."""
    gone = [
        f"{path.name}#{heading}"
        for path, heading in targets(page)
        if not path.exists() or (heading and heading not in anchors(path))
    ]
    assert not gone


@each_page
def test_every_command_exists(page: Path) -> None:
    """Each `scheduler.py X` is a command, its deed and its options known."""
    typed = list(command_lines(page))
    assert [line for line in typed if unknown(shlex.split(line), parser())] == []


def test_commands_are_found_where_they_stand() -> None:
    """The search for commands is not blind: the set-up's page names these, in a sentence and in a block."""
    typed = set(command_lines(ROOT / "docs" / "google-dan-botfather.md"))
    assert {"check", "formulir skrip", "formulir terima kode.txt", 'staf undang "Nama Petugas"'} <= typed


@pytest.mark.parametrize(
    ("line", "word"),
    [("formulir tulis", "tulis"), ("nihil", "nihil"), ("setup --formulir", "--formulir"), ("surat mulai 41", "")],
)
def test_an_unknown_word_is_noticed(line: str, word: str) -> None:
    """A command, a deed or an option that the program does not have."""
    assert unknown(line.split(), parser()) == word


def test_every_picture_is_shown_and_small() -> None:
    """No picture lies about unused, and none is heavy."""
    shown = {path for page in PAGES for path, _ in targets(page)}
    unused = [path.name for path in PICTURES if path not in shown and path.parent.name != "surat"]
    assert unused == []
    assert [path.name for path in PICTURES if path.stat().st_size > LARGEST_PICTURE] == []
