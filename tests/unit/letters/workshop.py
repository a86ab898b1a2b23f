"""A village office with two templates, a clock that stands, a printer that does as it is told, and a press."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from letters.issue import Issuer
from letters.press import Press, Sheet, Surroundings
from letters.shelf import Shelf
from office.cases import Dossier
from office.config import Config
from office.ledger import cases, letter_jobs, register, schema
from office.ledger.connection import Ledger
from office.ledger.record import Clerk
from office.ledger.register import Letter
from tests.unit.builders import (
    CHAT,
    DEAL,
    NAME,
    NOON,
    NOON_SERIAL,
    SKTM_TAB,
    SKU_TAB,
    STAFF,
    Dealer,
    arrival,
    block,
    form,
    settings,
)
from tests.unit.letters.word import docx, paragraph, paragraphs

BOT = "desa_contoh_bot"
LINES = (
    "Nomor {{Nomor Surat}}, {{Tanggal Surat}}, permohonan {{Nomor Permohonan}}",
    "{{Nama Lengkap}}, NIK {{NIK}}, lahir {{Tanggal Lahir}}, untuk {{Keperluan}}",
    "{{Jabatan Penanda Tangan}}, {{Nama Penanda Tangan}}",
    "{{Keterangan Tanda Tangan|boleh kosong}}",
    "Kode {{Kode Verifikasi}} pada @{{Nama Bot}}",
)
"""What stands in the templates."""


def template(*lines: str) -> bytes:
    """A Word file with these paragraphs."""
    return docx("".join(map(paragraph, lines or LINES)))


def config_at(home: Path, letter: Mapping[str, Any] | None = None, **changes: Any) -> Config:
    """The village with its files below `home`; `letter` changes the settings of the SKU's letter."""
    raw = settings(data_dir=home / "data", folder_templat=home / "templat", cetak={"kirim_docx": True})
    raw["telegram"] = {"chat_staf": STAFF}
    raw["layanan"]["sku"] |= {"key": "sku", "form": form(SKU_TAB)}
    raw["layanan"]["sku"]["surat"] |= dict(letter or {})
    raw["layanan"]["sktm"] |= {"key": "sktm", "form": form(SKTM_TAB)}
    return Config.model_validate(raw | changes)


def only_sktm() -> dict[str, Any]:
    """The catalogue without the SKU."""
    return {"sktm": block("SKTM", key="sktm", form=form(SKTM_TAB))}


class PaperPrinter:
    """A printer that remembers what it was asked; `troubles` say why a number cannot be printed."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.troubles: dict[str, str] = {}
        self.meanwhile: Callable[[], None] = lambda: None
        self.stopped = False

    def print_all(self, sheets: list[Sheet]) -> dict[Sheet, str]:
        self.asked.append([sheet.number for sheet in sheets])
        self.meanwhile()
        if self.stopped:
            return dict.fromkeys(sheets, "stopped")
        failed = {sheet: self.troubles[sheet.number] for sheet in sheets if sheet.number in self.troubles}
        for sheet in (sheet for sheet in sheets if sheet not in failed):
            sheet.pdf.write_text("\n".join((sheet.number, *sheet.shown)), encoding="utf-8")
        return failed

    def stop(self) -> None:
        self.stopped = True


class Workshop:
    """The office at Monday noon. `press` works only when it is told to."""

    def __init__(self, home: Path, ledger: Ledger) -> None:
        self.home, self.ledger, self.now = home, ledger, NOON
        self.bot: str | None = BOT
        self.clock_trusted = True
        self.printer: PaperPrinter | None = None
        self.changes = 0
        self._arrivals = 0
        for name in ("sku", "sktm"):
            self.write_template(name)
        self.open()

    def write_template(self, name: str, *lines: str) -> None:
        """Put a template in the operator's folder."""
        path = self.home / "templat" / f"{name}.docx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(template(*lines))

    def open(self, letter: Mapping[str, Any] | None = None, **changes: Any) -> None:
        """Begin with nothing in memory and these settings, as after a restart."""
        self.config = config_at(self.home, letter, **changes)
        self.clerk = Clerk(self.config.services, self.config.village.hours, self.config.telegram.staff_chat, DEAL)
        world = Surroundings(lambda: self.now, lambda: self.clock_trusted, lambda: self.bot)
        self.press = Press(self.ledger, self.config, self.clerk, world, printer=self.printer, changed=self._changed)

    def issuer(self) -> Issuer:
        """What numbers letters, by hand."""
        return Issuer(
            self.ledger, self.config, self.clerk, Shelf(self.config.templates, self.home / "data" / "templat")
        )

    def _changed(self) -> None:
        self.changes += 1

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def approve(
        self,
        name: str = NAME,
        answers: Mapping[str, str] | None = None,
        *,
        service: str = "sku",
        chat: int | None = CHAT,
        confirmed: bool = True,
    ) -> int:
        """A request that has been approved: its letter is ordered. The attempt's id."""
        self._arrivals += 1
        tab, serial = {"sku": SKU_TAB, "sktm": SKTM_TAB}[service], NOON_SERIAL + self._arrivals / 1000
        row = arrival("", {"Nama Lengkap": name, **(answers or {})}, service=service, tab=tab, serial=serial)
        told = {"chat_id": chat, "code": None, "confirmed": confirmed}
        with self.ledger.write() as tx:
            case = cases.open_case(
                tx, row, service.upper(), concerns=(), due_at=NOON, now=self.now, choose=_DEAL, **told
            )
            letter_jobs.order(tx, case.attempt_id, self.now)
        return case.attempt_id

    def work(self) -> None:
        """Have the press do all that it can do now."""
        for _ in range(100):
            if not self.press.work():
                return
        raise AssertionError("the press never rests")

    # --- what came of it ----------------------------------------------------------------------------------------

    def letters(self) -> list[Letter]:
        with self.ledger.read() as tx:
            return register.all_letters(tx)

    def numbers(self) -> list[str]:
        return [letter.entry.number for letter in self.letters()]

    def letter(self) -> Letter:
        """The only letter."""
        (letter,) = self.letters()
        return letter

    def text(self, letter: Letter | None = None) -> str:
        """What a letter's Word file says, a line per paragraph."""
        return "\n".join(paragraphs(self.press.archive.docx(letter or self.letter()).read_bytes()))

    def dossier(self, attempt_id: int) -> Dossier:
        with self.ledger.read() as tx:
            return cases.by_id(tx, attempt_id)

    def job(self, attempt_id: int) -> tuple[str, int, datetime, str | None]:
        """State, tries, when it is due, and why it waits."""
        mine = schema.letter_jobs.c.attempt_id == attempt_id
        with self.ledger.read() as tx:
            row = tx.execute(select(schema.letter_jobs).where(mine)).one()
        return row.state, row.tries, row.next_at, row.reason

    def told(self, chat: int = STAFF) -> list[str]:
        """The notices to a chat: their kinds, of alerts what they say."""
        with self.ledger.read() as tx:
            rows = tx.execute(select(schema.outbox).where(schema.outbox.c.chat_id == chat)).all()
        return [row.params.get("alert", row.kind) for row in rows]


_DEAL = Dealer()
