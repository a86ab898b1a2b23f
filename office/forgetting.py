"""The daily purge: what the settings say is kept no longer goes, and what went is counted."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from office.config import Config
from office.ledger import bookmarks, inbox, privacy
from office.ledger.connection import Ledger
from office.ledger.register import Letter
from office.retention import ends, masked, nik_counts_until
from office.services import Service

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
FAILED_KEPT = timedelta(days=30)
"""How long an update that could not be answered stays for the operator to look at."""
BOOKMARK = "purge"
"""In the ledger: when it was last done, and what went then."""


def due(ledger: Ledger, now: datetime) -> bool:
    """Whether the last purge is a day ago, or, by a clock that was wrong, still to come."""
    with ledger.read() as tx:
        last = bookmarks.get(tx, BOOKMARK)
    return last is None or not timedelta(0) <= now - datetime.fromisoformat(last["at"]) < EVERY


def purge(ledger: Ledger, config: Config, now: datetime, forget_files: Callable[[Letter], None]) -> Mapping[str, int]:
    """Do it; by kind how many went. `forget_files` removes a letter's files and raises OSError where it cannot."""
    kept = ends(config.privacy, now)
    went: dict[str, int] = {}
    with ledger.write() as tx:
        went["percakapan"] = inbox.purge(tx, kept.chats, now - FAILED_KEPT)
        if kept.notices:
            went["kabar"] = privacy.empty_notices(tx, kept.notices)
        if kept.answers:
            went["jawaban"] = privacy.erase_answers(tx, kept.answers)
        if kept.niks:
            went["nik"] = privacy.mask_answers(tx, kept.niks, partial(_masked, config.services), now)
        # Erased answers, too, leave a NIK by which letters are counted, as long as they are.
        for service in privacy.services(tx):
            until = nik_counts_until(config.services.get(service), kept.niks or kept.answers, now)
            went["nik"] = went.get("nik", 0) + (privacy.mask_nik(tx, service, until) if until else 0)
    if kept.letters:
        went["surat"] = _letters(ledger, kept.letters, forget_files)
    with ledger.write() as tx:
        bookmarks.put(tx, BOOKMARK, {"at": now.isoformat(), **went})
    if any(went.values()):
        counted = ", ".join(f"{kind} {count}" for kind, count in went.items() if count)
        log.info("Masa simpan lewat, jadi dihapus atau ditutup: %s.", counted)
    return went


def _masked(services: Mapping[str, Service], service: str, answers: Mapping[str, str]) -> dict[str, str]:
    return masked(answers, services.get(service))


def _letters(ledger: Ledger, before: datetime, forget_files: Callable[[Letter], None]) -> int:
    with ledger.read() as tx:
        old = privacy.letters_to_empty(tx, before)
    gone = 0
    for letter in old:
        try:
            forget_files(letter)  # first: while its content is known, the file could be made again
        except OSError as error:
            log.warning("Berkas surat lama belum bisa dihapus (%s); dicoba lagi besok.", type(error).__name__)
            continue
        with ledger.write() as tx:
            privacy.empty_letter(tx, letter)
        gone += 1
    return gone
