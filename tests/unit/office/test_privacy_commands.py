"""What the operator does for people's rights over their data."""

import argparse
import json
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from office import privacy_commands
from office.cases import Status
from office.ledger import cases, chats, erasing, outbox, register, schema
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.ledger.register import Content
from office.privacy_commands import CommandError
from tests.unit.builders import ANSWERS, CHAT, NIK, NOON, NOON_SERIAL, arrival, village
from tests.unit.office.ledger.papers import entry, opened

Said = Callable[..., list[str]]
OTHER_NIK = "3216010101900077"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "buku.db") as opened:
        yield opened


@pytest.fixture
def privasi(ledger: Ledger) -> Said:
    """What a command said; `nik` is what is typed where it is asked for."""

    def said(*words: str | Path, nik: str = "") -> list[str]:
        parser = argparse.ArgumentParser()
        privacy_commands.arguments(parser)
        options = parser.parse_args([str(word) for word in words])
        return list(privacy_commands.run(options, village(), ledger, NOON, lambda: nik))

    return said


def closed(ledger: Ledger, code: str = "ACDE", nik: str = NIK, chat: int = CHAT, **changes: str) -> Opened:
    with ledger.write() as tx:
        row = arrival(code, {"NIK": nik, **changes}, serial=NOON_SERIAL + ord(code[0]))
        made = opened(tx, row, chat_id=chat)
        tx.execute(schema.attempts.update().values(nik=nik).where(schema.attempts.c.id == made.attempt_id))
        cases.set_status(tx, made.attempt_id, Status.DONE, NOON)
    return made


def test_the_list_says_number_form_and_time_and_nobodys_name(ledger: Ledger, privasi: Said) -> None:
    """And how to go on; what was erased is ticked off."""
    made = closed(ledger, "ACDE")
    with ledger.write() as tx:
        erasing.erase(tx, CHAT, (), None, NOON)
    first, *rest = privasi("daftar")
    assert first == f"{made.key}  Surat SKU  dikirim 27/01/2027 12.00"
    assert "privasi selesai NOMOR" in " ".join(rest)
    assert rest[-1].startswith("Jawaban formulir dan berkas dari sebelum 23/11/2025")
    assert privasi("selesai", made.key.lower()) == [f"{made.key} ditandai sudah dihapus."]
    assert privasi("daftar")[0] == "Tidak ada yang perlu dihapus dengan tangan."
    with pytest.raises(CommandError, match="privasi daftar"):
        privasi("selesai", made.key)


@pytest.mark.parametrize("by", ["nik", "reference"])
def test_a_copy_holds_all_that_is_known_of_a_person(ledger: Ledger, privasi: Said, tmp_path: Path, by: str) -> None:
    """Requests, answers, notices, letters, the chat; not another person's; and what lies elsewhere."""
    one, two = closed(ledger), closed(ledger, "CDEF")
    closed(ledger, "EFGH", OTHER_NIK, CHAT + 1, Keperluan=f"Untuk {NIK}")
    with ledger.write() as tx:
        chats.heard(tx, CHAT, "siti", NOON)
        register.enter(tx, entry(one, content=Content({"NIK": NIK})), NOON)
        about = {"params": {"name": "Siti A."}, "attempt_id": two.attempt_id}
        outbox.put(tx, key="x", chat_id=CHAT, kind="receipt", now=NOON, **about)
    into = tmp_path / "salinan.json"
    words = ["salin", "--ke", into] if by == "nik" else ["salin", two.key, "--ke", into]
    said = privasi(*words, nik=" 3216 0101 0190 0001\n")
    assert said[0] == f"Data warga itu disalin ke {into}: 2 permohonan, 1 surat."
    record = json.loads(into.read_text(encoding="utf-8"))
    assert [row["reference"] for row in record["permohonan"]] == [one.reference, two.reference]
    assert record["isian"][0]["answers"] == ANSWERS
    assert record["kabar"][0]["params"] == {"name": "Siti A."}
    assert record["surat"][0]["content"]["values"] == {"NIK": NIK}
    assert record["obrolan"][0]["username"] == "siti"
    assert OTHER_NIK not in into.read_text(encoding="utf-8")
    assert len(record["disebut_di_permohonan_lain"]) == (1 if by == "nik" else 0)
    assert any("Google Formulir" in place for place in record["juga_ada_di"])
    assert any("Google Formulir" in line for line in said)
    assert NIK not in "\n".join(said)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_a_copy(ledger: Ledger, privasi: Said, tmp_path: Path) -> None:
    """Also where a file that was open to all lay there before."""
    made, into = closed(ledger), tmp_path / "salinan.json"
    into.write_text("lama")
    into.chmod(0o644)
    privasi("salin", made.reference, "--ke", into)
    assert stat.S_IMODE(into.stat().st_mode) == 0o600


def test_a_masked_person_is_found_by_letter_or_number(ledger: Ledger, privasi: Said, tmp_path: Path) -> None:
    """What was printed in a letter still tells; a number always does, for that request alone."""
    one, two = closed(ledger), closed(ledger, "CDEF")
    with ledger.write() as tx:
        register.enter(tx, entry(one, content=Content({"NIK": NIK})), NOON)
        tx.execute(schema.attempts.update().values(nik="321601******0001", answers={}))
    into = tmp_path / "salinan.json"
    assert "1 permohonan, 1 surat" in privasi("salin", "--ke", into, nik=NIK)[0]
    assert "1 permohonan, 0 surat" in privasi("salin", two.key, "--ke", into)[0]


@pytest.mark.parametrize(
    ("words", "nik", "told"),
    [
        ([NIK], "", "NIK jangan ditulis di perintah"),
        (["SKU-XXXX"], "", "Tidak ada data"),
        ([], OTHER_NIK, "Tidak ada data"),
        ([], "123", "harus 16 angka"),
    ],
)
def test_what_cannot_be_copied(
    ledger: Ledger, privasi: Said, tmp_path: Path, words: list[str], nik: str, told: str
) -> None:
    """The reason and the mend, never the NIK; no file is made."""
    closed(ledger)
    into = tmp_path / "salinan.json"
    with pytest.raises(CommandError, match=told) as error:
        privasi("salin", *words, "--ke", into, nik=nik)
    assert NIK not in str(error.value)
    assert not into.exists()
