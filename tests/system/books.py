"""What a day with kills and faults has to answer for: every count that must be nothing, and the repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from simulator.telegram.models import Chat, Message
from tests.system.citizen import text_of
from tests.system.residents import Resident
from tests.system.village import Village

Told = Counter[tuple[int, str, str]]
"""How often which chat was told what (kind) about what (the request's number; the letter's file)."""
_WORDS = {
    "receipt": re.compile(r"Permohonan .* sudah kami terima\.\nNomor: (\S+)"),
    "correction_receipt": re.compile(r"Perbaikan .* sudah kami terima\.\nNomor: (\S+)"),
    "incomplete": re.compile(r"Permohonan (\S+) \(.*\) belum lengkap\. Yang kurang"),
    "rejected": re.compile(r"Mohon maaf, permohonan (\S+) \(.*\) belum bisa kami setujui"),
}


@dataclass
class Books:
    """Sentences on what went wrong, by what it is. `repeats` are notices that came more than once."""

    lost: list[str] = field(default_factory=list)
    misdelivered: list[str] = field(default_factory=list)
    double_numbers: list[str] = field(default_factory=list)
    skipped_numbers: list[str] = field(default_factory=list)
    repeats: int = 0
    letters: int = 0

    def wrongs(self) -> list[str]:
        """All that may not be."""
        return [*self.lost, *self.misdelivered, *self.double_numbers, *self.skipped_numbers]


def books(village: Village, residents: Sequence[Resident]) -> Books:
    """Close the books of a village whose day is over."""
    found = Books()
    chats = [village.simulator.telegram.chats[resident.id] for resident in residents]
    told: Told = Counter()
    for resident, chat in zip(residents, chats, strict=True):
        own = Counter(_notices(chat))
        told += own
        found.lost += _unanswered(resident, chat, own)
        found.misdelivered += _foreign_letters(resident, chat)
    _check_notices(village, told, found)
    _check_arrivals(village, residents, found)
    _check_numbers(village, told, found)
    found.repeats = sum(count - 1 for count in told.values())
    return found


def _said(chat: Chat) -> list[Message]:
    return [message for message in chat.messages.values() if message.sender.is_bot]


def _notices(chat: Chat) -> Iterator[tuple[int, str, str]]:
    for message in _said(chat):
        if message.file:
            yield chat.id, "letter", message.file.name
        for kind, words in _WORDS.items():
            if match := words.match(message.text.plain):
                yield chat.id, kind, match[1]


def _unanswered(resident: Resident, chat: Chat, told: Told) -> Iterator[str]:
    """Every text is answered by a message of its own."""
    answers = len(_said(chat)) - told.total()
    if answers < resident.typed:
        yield f"{resident.person.name} wrote {resident.typed} times and was answered {answers} times"
    if resident.waits_for:
        yield f"{resident.person.name} still waits for {resident.waits_for}"


def _foreign_letters(resident: Resident, chat: Chat) -> Iterator[str]:
    name = resident.person.name.upper()
    for message in _said(chat):
        if message.file and name not in text_of(message.file.content).upper():
            yield f"{message.file.name} came to {resident.person.name}"


def _check_notices(village: Village, told: Told, found: Books) -> None:
    """What the outbox holds was told, each in its own chat; nothing else was."""
    wanted = set(_wanted(village))
    found.lost += [f"{kind} of {about} never came" for chat, kind, about in sorted(wanted - told.keys())]
    found.misdelivered += [f"{kind} of {about} came to {chat}" for chat, kind, about in sorted(told.keys() - wanted)]
    unsent = village.ledger("SELECT kind, state, reason FROM outbox WHERE state != 'delivered'")
    found.lost += [f"a notice is not delivered: {row}" for row in unsent]
    strangers = village.ledger(
        "SELECT outbox.id FROM outbox JOIN attempts ON attempts.id = attempt_id JOIN cases ON cases.id = case_id "
        "WHERE cases.chat_id IS NOT outbox.chat_id"
    )
    found.misdelivered += [f"notice {number} is not its case's chat's" for (number,) in strangers]


def _wanted(village: Village) -> Iterator[tuple[int, str, str]]:
    rows = village.ledger(
        "SELECT chat_id, kind, json_extract(params, '$.reference'), json_extract(params, '$.number') FROM outbox"
    )
    for chat_id, kind, reference, number in rows:
        if kind in _WORDS:
            yield chat_id, kind, reference
        elif kind == "letter":
            yield chat_id, kind, f"{number.replace('/', '-')}.docx"


def _check_arrivals(village: Village, residents: Sequence[Resident], found: Books) -> None:
    """Every update was kept, handled, and every form became a request."""
    kept = [update for (update,) in village.ledger("SELECT update_id FROM inbox ORDER BY update_id")]
    gaps = sum(later - earlier - 1 for earlier, later in pairwise(kept))
    failed = _one(village, "SELECT count(*) FROM inbox WHERE state != 'done'")
    forms, attempts = sum(resident.sent for resident in residents), _one(village, "SELECT count(*) FROM attempts")
    for count, what in ((gaps, "updates were never kept"), (failed, "updates were not answered")):
        if count:
            found.lost.append(f"{count} {what}")
    if forms != attempts:
        found.lost.append(f"{forms} forms were sent, {attempts} are known")


def _check_numbers(village: Village, told: Told, found: Books) -> None:
    letters = village.ledger("SELECT sequence, case_id, number FROM letters ORDER BY sequence")
    found.letters = len(letters)
    sequences = [sequence for sequence, _, _ in letters]
    (last,) = village.ledger("SELECT coalesce(max(last), 0) FROM series")[0]
    found.skipped_numbers += [f"number {n} was skipped" for n in range(1, last + 1) if n not in set(sequences)]
    for what, counted in (
        ("number", Counter(sequences)),
        ("case", Counter(case for _, case, _ in letters)),
        ("file", Counter(about for _, kind, about in told if kind == "letter")),
    ):
        found.double_numbers += [f"{what} {one} has {n} letters" for one, n in counted.items() if n > 1]


def _one(village: Village, query: str) -> Any:
    return village.ledger(query)[0][0]
