"""What the bot says about a person's data."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.notices import notice
from bot.privacy import privacy_screen
from bot.replies import Replies
from bot.texts import TEXT_LIMIT
from office.cases import Arrival, Status
from office.config import Config, Privacy
from office.ledger import cases, schema
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.notices import NoticeKind
from tests.unit.bot.village import NOON, SHIPPED, STAFF, FakeDoor, message, press, village_config

CONFIG = village_config(STAFF)


def told(**kept: int) -> str:
    settings: Config = village_config().model_copy(update={"privacy": Privacy.model_validate(kept)})
    return privacy_screen(SHIPPED, settings).text


def test_it_says_what_why_how_long_where_and_whom_to_ask() -> None:
    """All in one message that Telegram takes."""
    text = told()
    for part in (
        "NIK", "2 hari", "90 hari", "365 hari setelah permohonan selesai", "seterusnya", "Untuk apa", "luar negeri",
        "laptop kantor desa", "buku surat keluar", "UU 27/2022", "021 5550 0123", "Jalan Contoh Nomor 1",
    ):  # fmt: skip
        assert part in text
    assert len(text) < TEXT_LIMIT


def test_it_follows_the_villages_settings() -> None:
    """What was set otherwise is told otherwise, also that something is kept for good."""
    text = told(percakapan_hari=3, kabar_hari=0, jawaban_hari=30, surat_tahun=5, sensor_nik_hari=0)
    assert "Pesan ke bot ini: 3 hari." in text
    assert "Isi kabar dari kami: disimpan seterusnya." in text
    assert "30 hari setelah permohonan selesai. NIK dan nomor KK ditutup sebagian: belum." in text
    assert "Surat yang sudah terbit: 5 tahun." in text


def test_the_command_is_answered(replies: Replies, door: FakeDoor) -> None:
    """Whoever types it reads it."""
    replies.handle(message("/privasi"))
    assert door.sent(5)[0].startswith("<b>Data Bapak/Ibu di Desa Karangsatria</b>")


# --- erasing ----------------------------------------------------------------------------------------------------


def opened(ledger: Ledger, status: Status) -> Opened:
    """Siti's request, which has come to this."""
    answers = {"Nama Lengkap": "Siti Contoh"}
    row = Arrival("sku", 7, "ACDE", 1.0, NOON, answers)
    with ledger.write() as tx:
        made = cases.open_case(
            tx,
            row,
            "SKU",
            chat_id=5,
            code="ACDE",
            concerns=(),
            due_at=NOON,
            now=NOON,
            choose=lambda letters: letters[0],
        )
        cases.set_status(tx, made.attempt_id, status, NOON)
    return made


def answers_of(ledger: Ledger, made: Opened) -> object:
    with ledger.read() as tx:
        return cases.by_id(tx, made.attempt_id).answers


def test_erasing_is_asked_about_first(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """What goes, what stays and why; nothing is erased yet."""
    made = opened(ledger, Status.DONE)
    replies.handle(message("/hapus"))
    assert "Hapus data Bapak/Ibu?" in door.sent(5)[0]
    assert "buku surat keluar, karena wajib kami simpan" in door.sent(5)[0]
    assert [row[0].data for row in door.calls[-1][3]] == ["erase!", "menu"]
    assert answers_of(ledger, made)


def test_a_second_press_erases(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """It is said, the staff hear by number what is theirs to do, and pressing again does no harm."""
    made = opened(ledger, Status.DONE)
    for _ in range(2):
        replies.handle(press("erase!"))
        assert "sudah kami hapus" in door.calls[-1][2]
    assert answers_of(ledger, made) == {}
    with ledger.read() as tx:
        (told,) = tx.execute(select(schema.outbox)).all()
        assert tx.scalar(select(schema.chats.c.username)) is None
    assert (told.chat_id, told.params) == (STAFF, {"alert": "erasure", "about": made.key})
    said = notice(SHIPPED, NoticeKind.STAFF_ALERT, told.params, CONFIG.services, CONFIG.village).text
    assert "scheduler.py privasi daftar" in said
    assert made.key in said


@pytest.mark.parametrize("update", [message("/hapus"), press("erase!")])
def test_open_requests_come_first(replies: Replies, door: FakeDoor, ledger: Ledger, update: dict[str, Any]) -> None:
    """Also when one was opened between question and answer."""
    made = opened(ledger, Status.NEW)
    replies.handle(update)
    assert made.reference in door.calls[-1][2]
    assert "/status" in door.calls[-1][2]
    assert door.calls[-1][3][0][0].data == "status"
    assert answers_of(ledger, made)
