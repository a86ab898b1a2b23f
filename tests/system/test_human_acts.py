"""What people do to the spreadsheet and the forms, likely or clumsy: what citizen, village head and staff read then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from simulator.google.a1 import letters
from tests.contract.google_oracle import Oracle
from tests.system.conftest import well_kept
from tests.system.crowd import Answers, Asker, come, somebody, unread
from tests.system.desk import DESK
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import Raw, Village, with_two_services

MIXED = (
    "Isi baris ini sempat tercampur dengan baris lain (mungkin diurutkan atau ditempel sebagian), jadi keputusan ini"
)
RESTORED = "Spreadsheet dikembalikan ke versi lama, jadi keputusan ini ditahan. Bila memang benar: kosongkan Keputusan"
TWICE = "Nomor permohonan ini ada di dua baris. Hapus salah satu; sebelum itu keputusan tidak dipakai."
OUTSIDE, BLURRED = "Alamat di luar desa.", "Foto KTP buram."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """A village that is open and shared by these stories; for SKTM the originals have to be seen."""
    with well_kept(Village(tmp_path_factory.mktemp("town"), bytecode, oracle, _originals_for_sktm)) as village:
        _have_the_staff_in_a_private_chat(village)
        yield village.open()


def _originals_for_sktm(raw: Raw) -> None:
    with_two_services(raw)
    raw["layanan"]["sktm"]["asli_dilihat"] = True


def _have_the_staff_in_a_private_chat(village: Village) -> None:
    # A group takes a message every three seconds only, and here is more to tell.
    clerk = village.citizen(somebody("Kasi"))
    clerk.type("/start")
    village.founded = replace(village.founded, staff_chat=clerk.id)
    village.adjust(lambda raw: raw["telegram"].update(chat_staf=clerk.id))


def approve(town: Village, asker: Asker) -> None:
    """Pick Setujui wherever its column stands."""
    town.desk.type(asker.reference, "Keputusan", "Setujui")


def take_back(town: Village, *askers: Asker) -> None:
    """Empty decisions that were held, as the remark says; with them it goes."""
    for asker in askers:
        town.book.clear(town.desk.cell(asker.reference, "Keputusan"), title=DESK)
    for asker in askers:
        until(lambda asker=asker: unremarked(town, asker), "no remark")  # type: ignore[misc] # a lambda with a default


def unremarked(town: Village, asker: Asker) -> bool:
    """Whether the row says nothing that is to be looked at."""
    return town.desk.wait(asker.reference)["Perlu Dicek"] == ""


def gets_the_letter(town: Village, asker: Asker) -> str:
    """Wait for the one letter of a request; its text, which bears the person's name and NIK and no other's."""
    letter = asker.citizen.letter()
    row = town.desk.wait(asker.reference, Nama=asker.name, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")
    assert len(asker.citizen.letters()) == 1
    assert row["Nomor Surat"] in letter.caption
    assert asker.name.upper() in letter.text.upper()
    assert asker.nik in letter.text
    return letter.text


def stands_as_new(town: Village, *askers: Asker) -> None:
    """Nothing was decided about these, and they heard nothing since the receipt."""
    for asker in askers:
        town.desk.wait(asker.reference, Nama=asker.name, Status="Baru")
        assert asker.heard_nothing_more()


def staff_read(town: Village, words: str) -> str:
    """Return all that stands in the staff chat, once these words do."""
    until(lambda: words in town.staff_chat(), f"in the staff chat: {words}")
    return town.staff_chat()


# --- the desk: sorting ------------------------------------------------------------------------------------------


def test_the_desk_is_sorted_whole_while_decisions_settle(town: Village) -> None:
    """Each decision goes along with its row: one letter, one refusal, and nothing for whom nothing was decided."""
    ana, budi, cici = come(town, "Ana", "Budi", "Cici")
    town.desk.decide(cici.reference, "Setujui")
    town.desk.decide(ana.reference, "Tolak", OUTSIDE)
    for header, ascending in (("Nama", False), ("Keputusan", True), ("Masuk", True)):
        town.wait_for_polls(1)
        town.book.sort(town.desk.column(header), ascending=ascending, title=DESK)
    gets_the_letter(town, cici)
    ana.reads(f"belum bisa kami setujui. Alasannya: “{OUTSIDE}”")
    town.desk.wait(ana.reference, Nama=ana.name, Status="Ditolak", Keputusan="Tolak")
    stands_as_new(town, budi)
    assert unremarked(town, budi)


def test_only_the_decisions_are_sorted(town: Village) -> None:
    """They come to stand beside people for whom nobody meant them: held, explained, picked again where meant."""
    ana, budi = come(town, "Ana", "Budi")
    town.desk.decide(ana.reference, "Tolak", OUTSIDE)
    town.desk.decide(budi.reference, "Setujui")
    ana.reads(OUTSIDE)
    gets_the_letter(town, budi)
    cici, dodi = come(town, "Cici", "Dodi")
    town.book.sort(0, "A2:A5", title=DESK)
    held = [town.desk.wait(one.reference, Perlu_Dicek=MIXED)["Keputusan"] for one in (cici, dodi)]
    assert sorted(held) == ["Setujui", "Tolak"]
    town.wait_for_polls(4)
    stands_as_new(town, cici, dodi)
    take_back(town, cici, dodi)
    town.desk.decide(dodi.reference, "Setujui")
    gets_the_letter(town, dodi)
    assert cici.heard_nothing_more()
    assert (ana.times(OUTSIDE), len(budi.citizen.letters())) == (1, 1)


def test_only_the_names_are_sorted(town: Village) -> None:
    """Names stand in each other's rows: put right; what was picked beside a wrong name waits for a second look."""
    ana, budi = come(town, "Ana", "Budi")
    with unread(town):
        first, second = (row["Nama"] for row in town.desk.rows()[:2])
        approve(town, ana)
        town.book.sort(town.desk.column("Nama"), "C2:C3", ascending=first > second, title=DESK)
        assert town.desk.wait(ana.reference)["Nama"] == budi.name
    town.desk.wait(ana.reference, Nama=ana.name, Perlu_Dicek=MIXED)
    town.wait_for_polls(4)
    stands_as_new(town, ana, budi)
    take_back(town, ana)
    approve(town, ana)
    gets_the_letter(town, ana)
    assert budi.heard_nothing_more()


# --- the desk: filling, pasting, copying, deleting --------------------------------------------------------------


def test_setujui_is_filled_down_over_many_rows(town: Village) -> None:
    """More than five at once wait; staff and desk say so, and a few at a time they count."""
    everybody = come(town, "Ana", "Budi", "Cici", "Dodi", "Eka", "Fani")
    with unread(town):
        town.book.type("A2", "Setujui", title=DESK)
        town.book.fill("A2:A7", title=DESK)
    staff_read(town, "Terlalu banyak Setujui atau Cabut sekaligus di Meja (6/5), jadi ditahan. Mohon lihat kolom Perlu")
    for one in everybody:
        town.desk.wait(one.reference, Perlu_Dicek="6/5 Setujui atau Cabut sekaligus, jadi ditahan. Bila memang benar:")
    stands_as_new(town, *everybody)
    take_back(town, *everybody)
    few, others = everybody[:3], everybody[3:]
    for one in few:
        approve(town, one)
    for one in few:
        gets_the_letter(town, one)
    stands_as_new(town, *others)
    assert town.staff_chat().count("Terlalu banyak") == 1


def test_cells_of_the_program_are_pasted_over(town: Village) -> None:
    """With the number too: all of it is put right, and the decision counts for whom it stood beside."""
    (ana,) = come(town, "Ana")
    before = town.desk.wait(ana.reference)
    with unread(town):
        approve(town, ana)
        town.book.paste("C2", ["Orang Lain", "Entah", "Selesai", "", *"abcdefgh"], title=DESK)
        assert not town.desk.find(ana.reference)
    gets_the_letter(town, ana)
    for header in ("Nama", "Layanan", "Isian", "Berkas", "Masuk", "Tenggat"):
        town.desk.wait(ana.reference, **{header: before[header]})
    assert not {"e", "f"} & {row["No. Permohonan"] for row in town.desk.rows()}


def test_the_number_of_another_is_pasted(town: Village) -> None:
    """The row is still known by where it came from, gets its own back, and nobody is taken for another."""
    ana, budi = come(town, "Ana", "Budi")
    count, address = (
        len(town.desk.rows()),
        {one: town.desk.cell(one.reference, "No. Permohonan") for one in (ana, budi)},
    )
    with unread(town):
        town.book.copy(address[budi], address[ana], title=DESK)
        assert not town.desk.find(ana.reference)
    for one in (ana, budi):
        town.desk.wait(one.reference, Nama=one.name)
        assert town.desk.cell(one.reference, "No. Permohonan") == address[one]
    until(lambda: unremarked(town, ana) and unremarked(town, budi), "no remarks")
    assert len(town.desk.rows()) == count
    approve(town, ana)
    gets_the_letter(town, ana)
    stands_as_new(town, budi)


def test_a_row_is_deleted(town: Village) -> None:
    """It comes back on top, without its decision, which has to be picked again; nobody hears of it."""
    ana, budi = come(town, "Ana", "Budi")
    with unread(town):
        approve(town, ana)
        row = int(town.desk.wait(ana.reference)["#"]) - 1
        town.book.delete_rows(row, row + 1, title=DESK)
        assert not town.desk.find(ana.reference)
    back = town.desk.wait(ana.reference, Kabar_ke_Warga="Diterima ")
    assert (back["Keputusan"], back["#"]) == ("", "2")
    stands_as_new(town, ana, budi)
    approve(town, ana)
    gets_the_letter(town, ana)
    assert budi.heard_nothing_more()


def test_a_row_is_copied(town: Village) -> None:
    """While a number stands there twice both rows say so and nothing counts; when one is deleted it does."""
    (ana,) = come(town, "Ana")
    with unread(town):
        approve(town, ana)
        town.book.insert_rows(2, 3, title=DESK)
        town.book.copy("A2:Q2", "A3", title=DESK)
    until(lambda: [row["Perlu Dicek"] for row in town.desk.rows()[:2]] == [TWICE, TWICE], "both rows explained")
    town.wait_for_polls(4)
    stands_as_new(town, ana)
    town.book.delete_rows(2, 3, title=DESK)
    gets_the_letter(town, ana)
    assert unremarked(town, ana)


def test_a_row_is_cut_and_pasted_elsewhere(town: Village) -> None:
    """It takes its decision along, and the blank row that is left disturbs nobody."""
    ana, budi = come(town, "Ana", "Budi")
    count = len(town.desk.rows())
    with unread(town):
        approve(town, ana)
        row = int(town.desk.wait(ana.reference)["#"])
        town.book.cut(f"A{row}:Q{row}", f"A{count + 2}", title=DESK)
    gets_the_letter(town, ana)
    stands_as_new(town, budi)
    assert int(town.desk.wait(ana.reference)["#"]) == count + 2
    town.book.delete_rows(row - 1, row, title=DESK)


# --- the desk: columns ------------------------------------------------------------------------------------------


def test_rows_and_columns_are_out_of_sight(town: Village) -> None:
    """A filter and hidden columns are for people's eyes: rows behind them are read, new ones come, decisions count."""
    ana, budi = come(town, "Ana", "Budi")
    hidden = ("Perlu Dicek", "No. Permohonan", "Keputusan")
    with unread(town):
        approve(town, ana)
        town.book.filter(town.desk.column("Nama"), ana.name, title=DESK)
        for header in hidden:
            town.book.hide_column(town.desk.column(header), title=DESK)
    gets_the_letter(town, ana)
    (cici,) = come(town, "Cici")
    approve(town, cici)
    gets_the_letter(town, cici)
    stands_as_new(town, budi)
    assert unremarked(town, budi)
    town.book.clear_filter(title=DESK)
    for header in hidden:
        town.book.hide_column(town.desk.column(header), hidden=False, title=DESK)


def test_a_column_is_deleted_and_set_up_again(town: Village, bytecode: Path) -> None:
    """Staff and operator read which; it comes back at the right with its list, and what stood in it is asked anew."""
    (ana,) = come(town, "Ana")
    with unread(town):
        approve(town, ana)
        for header in ("Perlu Dicek", "Keputusan"):
            town.book.delete_column(town.desk.column(header), title=DESK)
    staff_read(town, "Judul kolom Keputusan di tab Meja tidak ada, jadi keputusan belum bisa dibaca. Mohon kembalikan")
    said = command(bytecode, "setup", "--config", town.config_file).stdout
    for header in ("Keputusan", "Perlu Dicek"):
        assert f"Kolom `{header}` dibuat lagi di ujung kanan tab Meja" in said
    town.wait_for_polls(4)
    stands_as_new(town, ana)
    cell = town.desk.cell(ana.reference, "Keputusan")
    assert town.book.refused("cells", cell=cell, value="Entah", title=DESK)
    approve(town, ana)
    gets_the_letter(town, ana)
    assert unremarked(town, ana)
    for header, place in (("Keputusan", 0), ("Perlu Dicek", 8)):
        town.book.move_column(town.desk.column(header), place, title=DESK)


def test_a_column_is_duplicated(town: Village) -> None:
    """Which of both people mean nobody can know: the staff read it, and all counts once the copy is deleted."""
    (ana,) = come(town, "Ana")
    place = town.desk.column("Keputusan")
    with unread(town):
        approve(town, ana)
        town.book.duplicate_column(place, title=DESK)
    staff_read(town, "Ada dua kolom Keputusan di tab Meja, jadi keputusan belum bisa dibaca. Mohon hapus atau ganti")
    town.wait_for_polls(4)
    assert ana.heard_nothing_more()
    town.book.delete_column(place + 1, title=DESK)
    gets_the_letter(town, ana)


def test_columns_are_moved_and_one_is_added(town: Village) -> None:
    """They are found by their headers; what people write in a column of their own stays beside its row."""
    told = town.staff_chat().count("Judul kolom")
    (ana,) = come(town, "Ana")
    for header, place in (("Keputusan", 5), ("No. Permohonan", 0)):
        town.book.move_column(town.desk.column(header), place, title=DESK)
    town.book.insert_column(1, title=DESK)
    town.book.type("B1", "Dusun", title=DESK)
    town.desk.type(ana.reference, "Dusun", "Dusun II")
    approve(town, ana)
    gets_the_letter(town, ana)
    (budi,) = come(town, "Budi")
    town.desk.type(budi.reference, "Pesan untuk Warga", BLURRED)
    town.desk.type(budi.reference, "Keputusan", "Belum Lengkap")
    budi.reads(f"belum lengkap. Yang kurang: “{BLURRED}”")
    town.desk.wait(ana.reference, Dusun="Dusun II")
    town.book.delete_column(1, title=DESK)
    for header, place in (("No. Permohonan", 11), ("Keputusan", 0)):
        town.book.move_column(town.desk.column(header), place, title=DESK)
    (cici,) = come(town, "Cici")
    stands_as_new(town, cici)
    assert town.staff_chat().count("Judul kolom") == told


def test_a_column_is_renamed(town: Village) -> None:
    """Nothing is decided by guesses: the staff read which it is; requests arrive, and all counts once it is back."""
    (ana,) = come(town, "Ana")
    header = f"{letters(town.desk.column('Status'))}1"
    with unread(town):
        approve(town, ana)
        town.book.type(header, "Keadaan", title=DESK)
    staff_read(town, "Judul kolom Status di tab Meja tidak ada, jadi keputusan belum bisa dibaca. Mohon kembalikan")
    budi = town.citizen(somebody("Budi"))
    reference = budi.request("SKU")
    town.wait_for_polls(4)
    assert ana.heard_nothing_more()
    assert not town.desk.find(reference)
    town.book.type(header, "Status", title=DESK)
    gets_the_letter(town, ana)
    town.desk.wait(reference, Nama=budi.person.name, Status="Baru")


# --- forms and their tabs ---------------------------------------------------------------------------------------


def test_a_form_tab_is_sorted_a_code_is_edited_a_row_is_deleted(town: Village) -> None:
    """What has arrived stays what it was, nobody is told twice, and whoever comes after is read."""
    ana, budi = come(town, "Ana", "Budi")
    count, answers = len(town.desk.rows()), Answers(town, "sku")
    answers.sort("Nama Lengkap", ascending=False)
    town.wait_for_polls(2)
    answers.type(ana, "Kode Permohonan", "AAAACCCCDDDD")
    town.wait_for_polls(2)
    answers.delete(budi)
    town.wait_for_polls(2)
    (cici,) = come(town, "Cici")
    assert len(town.desk.rows()) == count + 1
    stands_as_new(town, ana, budi, cici)
    assert unremarked(town, ana)
    assert unremarked(town, budi)
    approve(town, budi)
    gets_the_letter(town, budi)


def test_one_column_of_a_form_tab_is_sorted(town: Village) -> None:
    """The desk says that answers changed places, and whose count; the letter has what was sent."""
    ana, budi = come(town, "Ana", "Budi")
    answers = Answers(town, "sku")
    with unread(town):
        answers.exchange("NIK", ana, budi)
        assert answers.says(ana, "NIK") == budi.nik
        approve(town, ana)
    mixed = "Isian di lembar formulir tertukar dengan baris lain (mungkin diurutkan sebagian): NIK. Tidak dipakai; yang"
    for one in (ana, budi):
        assert f"NIK: {one.nik}\n" in town.desk.wait(one.reference, Perlu_Dicek=mixed)["Isian"]
    gets_the_letter(town, ana)
    assert budi.heard_nothing_more()


def test_a_question_is_added_to_the_form(town: Village) -> None:
    """The answer to it stands on the desk with the others; requests from before stay as they were."""
    (ana,) = come(town, "Ana")
    form = town.form("sku")
    form.add_question("Nama Ketua RT", required=True)
    (budi,) = come(town, "Budi", answers={"Nama Ketua RT": "Pak Contoh"})
    assert "\nNama Ketua RT: Pak Contoh" in town.desk.wait(budi.reference)["Isian"]
    assert "Ketua RT" not in town.desk.wait(ana.reference)["Isian"]
    form.delete_question("Nama Ketua RT")
    (cici,) = come(town, "Cici")
    assert all(unremarked(town, one) for one in (ana, budi, cici))
    approve(town, budi)
    gets_the_letter(town, budi)


def test_an_answer_is_edited_after_sending(town: Village) -> None:
    """Before the decision the new one counts and is marked; after it, it is marked and changes nothing."""
    (ana,) = come(town, "Ana")
    edit, mine = town.form("sku").edit_answer, {"Nama Lengkap": ana.name}
    edit({"Nama Usaha": "Warung Baru"}, where=mine)
    row = town.desk.wait(ana.reference, Perlu_Dicek="Isian diubah di lembar formulir: Nama Usaha.")
    assert "Nama Usaha: Warung Baru\n" in town.desk.wait(ana.reference, Isian="Warung Baru")["Isian"]
    assert row["No. Permohonan"] == ana.reference
    approve(town, ana)
    assert "Warung Baru" in gets_the_letter(town, ana)
    edit({"Nama Usaha": "Warung Terlambat"}, where=mine)
    come(town, "Budi")  # a new row has all be read again; else that is done every ten minutes
    late = "Isian diubah di lembar formulir setelah diputuskan, tidak dipakai: Nama Usaha."
    assert "Warung Baru" in town.desk.wait(ana.reference, Status="Selesai", Perlu_Dicek=late)["Isian"]
    town.wait_for_polls(2)
    assert len(ana.citizen.letters()) == 1


# --- originals and the archive ----------------------------------------------------------------------------------


def test_the_originals_have_to_be_seen(town: Village) -> None:
    """Setujui waits for the tick and says so; only services that ask for it have a box."""
    (ana,), (budi,) = come(town, "Ana", service="SKTM"), come(town, "Budi")
    approve(town, ana)
    town.desk.wait(ana.reference, Status="Baru", Perlu_Dicek="Lihat dulu berkas aslinya, lalu centang Asli Dilihat.")
    assert ana.heard_nothing_more()
    town.desk.tick(ana.reference, "Asli Dilihat")
    gets_the_letter(town, ana)
    assert unremarked(town, ana)
    assert "checkbox" in town.book.refused("tick", cell=town.desk.cell(budi.reference, "Asli Dilihat"), title=DESK)


def test_what_is_finished_moves_to_the_archive(town: Village) -> None:
    """A day after its end, with what the office wrote beside it; put back on the desk by hand it can be changed."""
    ana, budi = come(town, "Ana", "Budi")
    approve(town, ana)
    gets_the_letter(town, ana)
    town.desk.type(ana.reference, "Catatan Kantor", "Sudah ditelepon.")
    assert town.service.stop()[0] == 0
    closed = datetime.now(UTC) - timedelta(days=2)
    with closing(sqlite3.connect(town.home / "data" / "buku.db")) as ledger, ledger:
        aged = "UPDATE attempts SET closed_at = ? WHERE key = ?"
        ledger.execute(aged, (closed.isoformat(timespec="microseconds"), ana.reference))
    town.service.start()
    until(lambda: not town.desk.find(ana.reference), "the row leaves the desk")
    archive = f"Arsip {closed.astimezone(ZoneInfo('Asia/Jakarta')).year}"
    head, *lines = town.book.texts(archive)
    (at,) = (number for number, line in enumerate(lines, 1) if ana.reference in line)
    row = dict(zip(head, lines[at - 1], strict=True))
    assert (row["Nama"], row["Status"], row["Catatan Kantor"]) == (ana.name, "Selesai", "Sudah ditelepon.")
    stands_as_new(town, budi)
    assert "Selesai. Nomor surat: 517/" in ana.citizen.status()
    _bring_back(town, archive, at, lines[at - 1])
    town.desk.decide(ana.reference, "Cabut", "Salah nama usaha.")
    ana.reads("Salah nama usaha.")
    town.desk.wait(ana.reference, Nama=ana.name, Status="Dicabut", Catatan_Kantor="Sudah ditelepon.")


def _bring_back(town: Village, archive: str, at: int, line: list[str]) -> None:
    """Cut a row of the archive and paste it into a blank one of the desk, as the archive's header says."""
    town.wait_for_polls(1)  # it has been seen to be gone
    town.book.delete_rows(at, at + 1, title=archive)
    town.book.paste(f"A{len(town.desk.rows()) + 2}", line, title=DESK)


# --- tabs and the whole spreadsheet -----------------------------------------------------------------------------


def test_anyone_with_the_link_can_open_the_spreadsheet(town: Village, bytecode: Path) -> None:
    """`check` is red until the sharing is mended."""
    town.book.share(link="reader")
    red = command(bytecode, "check", "--config", town.config_file)
    assert (red.returncode, "siapa pun yang punya tautannya bisa membuka" in red.stdout) == (2, True), red.stderr
    town.book.share(link="private")
    assert command(bytecode, "check", "--config", town.config_file).stdout.endswith("\nSemua beres.\n")


def test_tabs_get_other_names_and_the_file_another_locale(town: Village) -> None:
    """The tabs are known all the same, digits and dates stay what was typed, and a copy of the desk decides nothing."""
    (ana,) = come(town, "Ana")
    answers = Answers(town, "sku")
    before = answers.title
    town.book.rename_tab(before, "Jawaban SKU")
    town.book.change_locale("en_US")
    town.book.duplicate_tab(title=DESK)
    (budi,) = come(town, "Budi")
    assert town.desk.wait(budi.reference)["Perlu Dicek"] == ""
    town.book.type(town.desk.cell(ana.reference, "Keputusan"), "Setujui", title=f"Copy of {DESK}")
    town.book.rename_tab(DESK, "Permohonan")
    row = int(next(line for line in _numbered(town, "Permohonan") if budi.reference in line)[0])
    town.book.type(f"A{row}", "Setujui", title="Permohonan")
    letter = budi.citizen.letter().text
    assert (budi.nik in letter, "1 Juli 1990" in letter) == (True, True)
    town.book.rename_tab("Permohonan", DESK)
    gets_the_letter(town, budi)
    stands_as_new(town, ana)
    town.book.delete_tab(title=f"Copy of {DESK}")
    town.book.rename_tab("Jawaban SKU", before)
    town.book.change_locale("in_ID")


def _numbered(town: Village, title: str) -> list[list[str]]:
    return [[str(number), *line] for number, line in enumerate(town.book.texts(title), 1)]


def test_tabs_become_tables(town: Village) -> None:
    """Rows still come to the desk and to the form's tab, and decisions count."""
    (ana,) = come(town, "Ana")
    town.book.to_table(title=DESK)
    town.book.to_table(sheetId=Answers(town, "sku").tab)
    budi, cici = come(town, "Budi", "Cici")
    for one in (ana, budi):
        approve(town, one)
        gets_the_letter(town, one)
    stands_as_new(town, cici)


def test_the_desk_is_deleted(town: Village) -> None:
    """It is made again with all that is open; the staff read what has to be picked again."""
    (ana,), (budi,) = come(town, "Ana"), come(town, "Budi", service="SKTM")
    with unread(town):
        approve(town, ana)
        town.book.delete_tab(title=DESK)
    staff_read(
        town, "Tab Meja tidak ada lagi di spreadsheet, jadi dibuat lagi. Keputusan yang belum sempat dipakai perlu"
    )
    assert town.desk.wait(ana.reference, Kabar_ke_Warga="Diterima ")["Keputusan"] == ""
    stands_as_new(town, ana, budi)
    town.desk.tick(budi.reference, "Asli Dilihat")
    for one in (ana, budi):
        approve(town, one)
        gets_the_letter(town, one)


def test_the_file_is_set_back_to_an_earlier_version(town: Village) -> None:
    """Rows come back, decisions that came back are held, and the staff read it; nothing is decided a second time."""
    ana, budi = come(town, "Ana", "Budi")
    with unread(town):
        approve(town, ana)
        before = town.book.name_version("sebelum salah")
        town.book.clear(town.desk.cell(ana.reference, "Keputusan"), title=DESK)
    town.desk.decide(budi.reference, "Tolak", OUTSIDE)
    budi.reads(OUTSIDE)
    assert town.service.stop()[0] == 0
    town.service.start()  # notes the time in Ringkasan, which else is done every five minutes
    (cici,) = come(town, "Cici")
    town.book.restore(before)
    staff_read(town, "Spreadsheet dikembalikan ke versi lama. Permohonan tidak ada yang hilang: barisnya ditulis lagi.")
    town.desk.wait(ana.reference, Keputusan="Setujui", Perlu_Dicek=RESTORED)
    town.desk.wait(budi.reference, Status="Ditolak")
    town.wait_for_polls(4)
    stands_as_new(town, ana, cici)
    take_back(town, ana)
    for one in (ana, cici):
        approve(town, one)
        gets_the_letter(town, one)
    assert budi.times(OUTSIDE) == 1
