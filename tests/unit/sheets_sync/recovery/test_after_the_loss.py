"""A ledger made anew: who is told what, which decisions act, what comes in, what is numbered."""

from datetime import timedelta
from pathlib import Path

import pytest

from office.cases import Concern, Decision, Dossier, Redaction, Status
from office.doors import Retryable
from office.forgetting import purge
from office.ledger import bookmarks, register, tickets
from office.ledger.connection import Ledger
from office.ledger.rebuild import OnFile
from office.ledger.register import Content, Unconfirmed
from office.notices import NoticeKind
from sheets_sync.batch import BOOK_TAB, DESK_TAB, archive_tab
from sheets_sync.censor import Censor
from sheets_sync.columns import Column
from sheets_sync.google import Workbook
from sheets_sync.recovery.command import Wishes
from sheets_sync.recovery.remains import RebuildError
from sheets_sync.verification import HEADERS, VERIFICATION_TAB
from tests.unit.builders import CHAT, DEAL, JAKARTA, NIK, NOON, PHONE, SKTM_TAB, SKU_TAB, block, form
from tests.unit.sheets_sync.hall import SETTLE, Hall
from tests.unit.sheets_sync.paper import PaperDoor
from tests.unit.sheets_sync.recovery.conftest import Lose
from tests.unit.sheets_sync.recovery.loss import Loss, known, ordered, waiting

FIRST, SECOND = "517/001/DS-KRS/XI/2026", "517/002/DS-KRS/XI/2026"
A_DAY = 86_400
LATER = timedelta(minutes=30)


def decided(hall: Hall, decision: str, message: str = "", chat: int = CHAT) -> str:
    """A request on which a decision was carried out; its key. Everybody was told."""
    key = hall.arrive({"Nama Lengkap": f"Warga {chat}"}, chat)
    hall.deliver_all()
    hall.poll()
    hall.pick(key, decision, message)
    hall.settle()
    hall.deliver_all()
    hall.poll()
    return key


def lettered(hall: Hall, chat: int = CHAT) -> str:
    """A request whose letter was delivered; its key."""
    key = decided(hall, Decision.APPROVE, chat=chat)
    hall.print_next()
    hall.deliver_all()
    hall.poll()
    return key


def goes_on(loss: Loss) -> list[str]:
    """Several rounds after the loss; the kinds of what was told in them."""
    before = len(loss.hall.told())
    for _ in range(3):
        loss.hall.poll(SETTLE + 1)
    return [kind for kind, _ in loss.hall.told()[before:]]


def after(loss: Loss, key: str) -> Dossier:
    return loss.hall.dossier(key)


def file(number: str, mine: Dossier, code: str = "ACDE34679FGH") -> OnFile:
    values = {"Nomor Permohonan": mine.reference, "Kode Verifikasi": code, **mine.answers}
    content = Content(values, qr=f"https://t.me/desa_bot?start=v_{code}")
    return OnFile(number, NOON, "sku.docx", "f" * 64, content, mine.reference, code)


# --- what was done is done --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "status"), [(Decision.INCOMPLETE, Status.INCOMPLETE), (Decision.REJECT, Status.REJECTED)]
)
def test_what_a_citizen_was_told_is_not_told_again(hall: Hall, lose: Lose, decision: Decision, status: Status) -> None:
    """The decision and its message stand there as before, and count as carried out."""
    key = decided(hall, decision, "foto buram")
    loss = lose(hall)
    assert loss.proved
    assert goes_on(loss) == []
    mine = after(loss, key)
    assert (mine.status, mine.asked, mine.message, mine.pick_concern) == (status, decision, "foto buram", None)
    assert loss.line("Dibandingkan") == "Dibandingkan dengan spreadsheet: 1 baris permohonan dan 0 surat."
    assert "Tidak ada yang berbeda." in loss.said


def test_another_pick_acts_afterwards(hall: Hall, lose: Lose) -> None:
    """Belum Lengkap was carried out; then Setujui is chosen, and the letter is ordered."""
    key = decided(hall, Decision.INCOMPLETE, "foto buram")
    loss = lose(hall)
    goes_on(loss)
    loss.hall.pick(key, Decision.REJECT, "di luar desa")
    assert goes_on(loss) == [NoticeKind.REJECTED]
    assert after(loss, key).status is Status.REJECTED


def test_a_pick_that_stood_when_the_ledger_was_lost_acts(hall: Hall, lose: Lose) -> None:
    """It was asked and not done: it settles as ever, and the operator knows beforehand."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    hall.pick(key, Decision.REJECT, "di luar desa")
    loss = lose(hall)
    assert key in loss.line("Keputusan yang belum sempat dijalankan")
    assert loss.hall.told(CHAT)[-1][0] == NoticeKind.RECEIPT
    loss.hall.poll()
    assert after(loss, key).status is Status.NEW
    assert goes_on(loss) == [NoticeKind.REJECTED]


def test_a_withdrawal_that_stood_there_acts_with_its_reason(hall: Hall, lose: Lose) -> None:
    """The message beside it belongs to it."""
    key = lettered(hall)
    hall.pick(key, Decision.WITHDRAW, "Nama salah.")
    loss = lose(hall)
    assert goes_on(loss) == [NoticeKind.WITHDRAWN]
    assert after(loss, key).status is Status.WITHDRAWN


def test_a_withdrawal_without_a_reason_of_its_own_still_waits(hall: Hall, lose: Lose) -> None:
    """The desk said that the message was an old one: it stays so."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    hall.pick(key, Decision.APPROVE, "Terima kasih")
    hall.settle()
    hall.print_next()
    hall.deliver_all()
    hall.poll()
    hall.pick(key, Decision.WITHDRAW, "Terima kasih")
    hall.settle()
    assert hall.dossier(key).pick_concern == Concern("withdraw_why")
    loss = lose(hall)
    assert goes_on(loss) == []
    loss.hall.pick(key, Decision.WITHDRAW, "Nama salah.")
    assert goes_on(loss) == [NoticeKind.WITHDRAWN]


def test_what_was_fetched_stays_fetched(hall: Hall, lose: Lose) -> None:
    """Sudah Diambil was carried out, and gets no remark now."""
    hall.send()
    hall.poll()
    (key,) = known(hall)
    for decision in (Decision.APPROVE, Decision.COLLECTED):
        hall.pick(key, decision)
        hall.settle()
        hall.print_next()
        hall.poll()
    assert hall.dossier(key).status is Status.DONE
    loss = lose(hall)
    assert loss.proved
    goes_on(loss)
    assert (after(loss, key).asked, after(loss, key).pick_concern) == (Decision.COLLECTED, None)


def test_too_many_approvals_stay_held(hall: Hall, lose: Lose) -> None:
    """The staff were asked; a new ledger is no answer."""
    keys = [hall.arrive({"Nama Lengkap": f"Warga {chat}"}, chat) for chat in range(1, 8)]
    hall.deliver_all()
    hall.poll()
    for key in keys:
        hall.pick(key, Decision.APPROVE)
    hall.settle()
    loss = lose(hall)
    assert loss.proved
    goes_on(loss)
    assert {after(loss, key).status for key in keys} == {Status.NEW}
    assert ordered(loss.ledger) == set()


# --- chats ------------------------------------------------------------------------------------------------------


def test_a_request_is_its_chats_again(hall: Hall, lose: Lose) -> None:
    """With the chat come its status and its later news."""
    key = hall.arrive()
    loss = lose(hall)
    assert after(loss, key).chat_id == CHAT
    assert after(loss, key).latest
    assert "1 obrolan warga" in loss.line("Buku data baru")


def test_news_that_were_on_their_way_are_not_sent_again(hall: Hall, lose: Lose) -> None:
    """Nobody knows whether they arrived: the desk says so, with whom to phone."""
    key = hall.arrive()
    loss = lose(hall)
    assert loss.proved
    assert waiting(loss.ledger) == []
    assert key in loss.line("Kabar yang sedang dikirim")
    assert f"- {key} (Meja baris 2): Kabar ke Warga (disengaja)." in loss.said
    goes_on(loss)
    assert loss.hall.shown(key, Column.NEWS) == f"Diterima: tidak pasti sampai - hubungi {PHONE}"


def test_corrections_and_what_they_replaced(hall: Hall, lose: Lose) -> None:
    """Each attempt has its row; only the newest counts, and the next is the third."""
    key = decided(hall, Decision.INCOMPLETE, "foto buram")
    hall.send(_code_of_the_link(hall), {"Nama Lengkap": f"Warga {CHAT}", "Keperluan": "lain"})
    hall.poll()
    hall.deliver_all()
    hall.poll()
    loss = lose(hall)
    assert loss.proved
    assert [(mine.status, mine.latest) for mine in known(loss.hall).values()] == [
        (Status.SUPERSEDED, False),
        (Status.NEW, True),
    ]
    loss.hall.pick(f"{key}-2", Decision.INCOMPLETE, "belum jelas")
    assert goes_on(loss) == [NoticeKind.INCOMPLETE]
    loss.hall.send(_code_of_the_link(loss.hall), {"Keperluan": "lagi"})
    assert goes_on(loss) == [NoticeKind.CORRECTION_RECEIPT]
    assert after(loss, f"{key}-3").latest


def test_a_link_for_a_correction_that_went_out_before(hall: Hall, lose: Lose) -> None:
    """Its code is gone: what comes with it is a request of nobody's, and says so; the operator was warned."""
    key = decided(hall, Decision.INCOMPLETE, "foto buram")
    loss = lose(hall)
    assert key in loss.line("Tautan perbaikan")
    loss.hall.send(_code_of_the_link(hall))
    assert goes_on(loss) == []
    (new,) = set(known(loss.hall)) - {key}
    assert (after(loss, new).chat_id, after(loss, new).concerns[0]) == (None, Concern("unknown_code"))


def test_a_code_that_was_used_stays_used(hall: Hall, lose: Lose) -> None:
    """A form that is sent twice is flagged as ever."""
    code = hall.code()
    hall.send(code)
    hall.poll()
    loss = lose(hall)
    loss.hall.now += LATER
    loss.hall.send(code, {"Nama Lengkap": "Orang Lain"})
    goes_on(loss)
    assert [mine.concerns[0] for mine in known(loss.hall).values() if mine.chat_id is None] == [
        Concern("code_used_again")
    ]


# --- whose request it is ----------------------------------------------------------------------------------------


def test_whoever_is_not_known_to_have_confirmed_is_asked_again(hall: Hall, lose: Lose) -> None:
    """The sheet does not tell whether the chat has said that the request is its own: no letter goes on a guess."""
    key, done = hall.arrive(), lettered(hall, chat=2)
    loss = lose(hall)
    assert loss.proved
    assert (after(loss, key).confirmed, after(loss, done).confirmed) == (False, True)
    assert key in loss.line("Jawaban warga")
    assert done not in loss.line("Jawaban warga")


@pytest.mark.parametrize("name", [f"warga  {CHAT}", "Orang Lain"])
def test_a_correction_for_the_same_person_tells_that_it_was_confirmed(hall: Hall, lose: Lose, name: str) -> None:
    """Its link was given to nobody else; one for somebody else was asked about anew."""
    key = decided(hall, Decision.INCOMPLETE, "foto buram")
    hall.send(_code_of_the_link(hall), {"Nama Lengkap": name})
    hall.poll()
    loss = lose(hall)
    assert after(loss, f"{key}-2").confirmed is (name != "Orang Lain")
    assert hall.dossier(f"{key}-2").confirmed is (name != "Orang Lain")


def test_where_nobody_has_to_confirm_all_are_confirmed(hall: Hall, lose: Lose) -> None:
    """`telegram: {konfirmasi: false}`."""
    hall.config = hall.config.model_copy(
        update={"telegram": hall.config.telegram.model_copy(update={"confirm": False})}
    )
    key = hall.arrive()
    assert after(lose(hall), key).confirmed


def test_a_letter_that_waited_for_its_citizen_waits_for_the_office(hall: Hall, lose: Lose) -> None:
    """It was never sent, and is not when the citizen confirms now: the office hands it over."""
    code = hall.code()
    hall.send(code)
    hall.poll()
    (key,) = known(hall)
    hall.deliver_all()
    hall.poll()
    hall.pick(key, Decision.APPROVE)
    hall.settle()
    hall.print_next()
    hall.deliver_all()
    hall.poll()
    assert str(hall.shown(key, Column.NEWS)).startswith("Menunggu konfirmasi warga")
    loss = lose(hall)
    assert loss.proved
    assert f"{key} bernomor {FIRST} dan belum Selesai (Siap Diambil)" in loss.text
    loss.hall.answer(after(loss, key), mine=True)
    assert goes_on(loss) == []
    assert loss.hall.shown(key, Column.NEWS) == f"Surat dikirim: tidak sampai - hubungi {PHONE}"


def test_an_expired_request_stays_so(hall: Hall, lose: Lose) -> None:
    """What had been asked before it expired stays done; one that is still incomplete has all its days again."""
    key = decided(hall, Decision.INCOMPLETE, "foto buram")
    hall.poll(14 * A_DAY)
    hall.deliver_all()
    hall.poll()
    other = decided(hall, Decision.INCOMPLETE, "foto buram", chat=2)
    assert hall.dossier(key).status is Status.EXPIRED
    loss = lose(hall)
    assert loss.proved
    assert goes_on(loss) == []
    assert after(loss, key).asked is Decision.INCOMPLETE
    assert after(loss, other).incomplete_since == hall.now


# --- rows of the forms ------------------------------------------------------------------------------------------


def test_known_rows_do_not_come_in_again(hall: Hall, lose: Lose) -> None:
    """With a code, without one, with a code that was no good."""
    hall.arrive()
    for code in ("", "ENTAH"):
        hall.send(code, tab=SKTM_TAB)
    hall.poll()
    hall.deliver_all()
    hall.poll()
    loss = lose(hall)
    assert loss.proved
    goes_on(loss)
    assert len(known(loss.hall)) == 3


def test_rows_that_the_lost_ledger_never_saw_come_in(hall: Hall, lose: Lose) -> None:
    """Sent while it was gone: with a chat that nobody knows any more."""
    hall.arrive()
    hall.now += LATER
    hall.send(hall.code(2), {"Nama Lengkap": "Budi"})
    loss = lose(hall)
    assert "sku 1" in loss.line("akan masuk tanpa obrolan")
    goes_on(loss)
    assert [mine.concerns[0] for mine in known(loss.hall).values() if mine.name == "Budi"] == [Concern("unknown_code")]


def test_history_does_not_come_in(hall: Hall, lose: Lose) -> None:
    """What is older than the newest known row and has no request was never one, or was deleted; it is counted."""
    hall.send()
    hall.now += LATER
    hall.poll()
    (old,) = known(hall)
    hall.arrive(chat=2)
    hall.poll()
    del hall.door.tabs[DESK_TAB][hall.row(old)]
    loss = lose(hall)
    assert "sku 1" in loss.line("tidak diambil")
    goes_on(loss)
    assert len(known(loss.hall)) == 1


def test_a_time_that_somebody_typed_closes_no_door(hall: Hall, lose: Lose) -> None:
    """A time stamp in the future is not taken for the newest."""
    hall.arrive()
    hall.send()
    hall.door.tabs[SKU_TAB][-1][0] = 60_000.0
    hall.poll()
    loss = lose(hall)
    loss.hall.now += LATER
    loss.hall.send("", {"Nama Lengkap": "Budi"})
    goes_on(loss)
    assert [mine.name for mine in known(loss.hall).values()].count("Budi") == 1


def test_the_operator_may_say_from_when_on_rows_count(hall: Hall, lose: Lose) -> None:
    """`google.sejak` counts, as ever; what it brings in is said."""
    hall.config = hall.config.model_copy(
        update={"google": hall.config.google.model_copy(update={"since": NOON.date()})}
    )
    hall.start()
    hall.send()
    hall.now += LATER
    hall.poll()
    (old,) = known(hall)
    hall.arrive(chat=2)
    del hall.door.tabs[DESK_TAB][hall.row(old)]
    loss = lose(hall)
    assert "sku 1" in loss.line("akan masuk tanpa obrolan")
    goes_on(loss)
    assert len(known(loss.hall)) == 2


def test_a_row_that_was_edited_meanwhile_is_flagged(hall: Hall, lose: Lose) -> None:
    """The desk shows what was decided on: the answers are the desk's, and the edit is seen by the next round."""
    key = decided(hall, Decision.REJECT, "di luar desa")
    hall.door.tabs[SKU_TAB][1][5] = "Keperluan lain"
    loss = lose(hall)
    assert loss.proved
    assert after(loss, key).answers == hall.dossier(key).answers
    goes_on(loss)
    assert after(loss, key).concerns == (Concern("answers_changed_after", "Keperluan"),)


def test_a_request_whose_row_in_the_form_is_gone(hall: Hall, lose: Lose) -> None:
    """The desk alone tells the answers."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    del hall.door.tabs[SKU_TAB][1]
    loss = lose(hall)
    assert loss.proved
    assert after(loss, key).answers == hall.dossier(key).answers
    assert after(loss, key).fingerprint == hall.dossier(key).fingerprint


def test_a_row_without_its_hidden_origin(hall: Hall, lose: Lose) -> None:
    """Its form's row is known by the answers that both show."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    hall.write(key, Column.ORIGIN, "")
    loss = lose(hall)
    assert f"- {key} (Meja baris 2): Asal." in loss.said
    goes_on(loss)
    assert known(loss.hall).keys() == {key}
    assert after(loss, key).code == hall.dossier(key).code


# --- letters ----------------------------------------------------------------------------------------------------


def test_the_register_and_its_last_number(hall: Hall, lose: Lose) -> None:
    """Numbers, days, who they are for, also of letters made by hand."""
    key = lettered(hall)
    by_hand = ["2", "005/002/DS-KRS/XI/2026", "24/11/2026", "Ketua RT 01", "Undangan", "dicatat operator", ""]
    hall.door.tabs[BOOK_TAB].append([*by_hand])
    loss = lose(hall)
    assert loss.proved
    with loss.ledger.read() as tx:
        mine, other = register.all_letters(tx)
    assert (mine.entry.number, mine.entry.attempt_id, mine.entry.service) == (FIRST, after(loss, key).attempt_id, "sku")
    assert (other.entry.series, other.entry.sequence, other.entry.approved_by) == ("surat", 2, "dicatat operator")
    assert "tahun 2026 menurut catatan ini: 2." in loss.line("Nomor urut terakhir")


def test_no_number_is_given_before_the_last_one_is_confirmed(hall: Hall, lose: Lose) -> None:
    """Then the village's own book decides which is next."""
    key = decided(hall, Decision.APPROVE)
    loss = lose(hall)
    assert ordered(loss.ledger) == {after(loss, key).attempt_id}
    assert key in loss.line("Disetujui dan belum bernomor")
    with pytest.raises(Unconfirmed), loss.ledger.write() as tx:
        register.allocate(tx, "surat", 2026)
    with loss.ledger.write() as tx:
        register.start_after(tx, "surat", 2026, 41)
        assert register.allocate(tx, "surat", 2026) == 42


def test_the_last_number_may_be_said_at_once(hall: Hall, lose: Lose) -> None:
    """`--nomor-terakhir`: not lower than what is known."""
    lettered(hall)
    with pytest.raises(RebuildError, match="paling kecil 1"):
        lose(hall, wishes=Wishes(last_number=0))
    loss = lose(hall, wishes=Wishes(last_number=7))
    assert "surat mulai" not in loss.text
    with loss.ledger.write() as tx:
        assert register.allocate(tx, "surat", 2026) == 8


def test_a_numbered_letter_that_was_not_handed_over_waits_for_the_office(hall: Hall, lose: Lose) -> None:
    """It is never sent by itself; the office can hand it over, and the desk takes that."""
    key = decided(hall, Decision.APPROVE)
    hall.print_next()
    hall.poll()
    loss = lose(hall)
    assert loss.proved
    assert waiting(loss.ledger) == []
    assert ordered(loss.ledger) == set()
    assert f"{key} bernomor {FIRST} dan belum Selesai (Siap Diambil)" in loss.text
    assert goes_on(loss) == []
    assert loss.hall.shown(key, Column.STATUS) == "Siap Diambil"
    loss.hall.pick(key, Decision.COLLECTED)
    goes_on(loss)
    assert after(loss, key).status is Status.DONE


def test_a_number_that_only_the_files_know(hall: Hall, lose: Lose) -> None:
    """The desk had not said it yet; the letter is not made a second time."""
    key = decided(hall, Decision.APPROVE)
    loss = lose(hall, [file(FIRST, hall.dossier(key))])
    assert loss.proved
    assert ordered(loss.ledger) == set()
    assert (after(loss, key).number, after(loss, key).status) == (FIRST, Status.READY)
    assert "tahun 2026 menurut catatan ini: 1." in loss.line("Nomor urut terakhir")
    assert f"- {FIRST}: belum ada di Buku Surat; akan ditulis program." in loss.said


def test_what_was_printed_comes_from_the_files(hall: Hall, lose: Lose) -> None:
    """So that the QR is known again and the letter can be made again; of the others it is said."""
    key, other = lettered(hall), lettered(hall, chat=2)
    loss = lose(hall, [file(FIRST, hall.dossier(key))])
    with loss.ledger.read() as tx:
        found = register.by_verification(tx, "ACDE34679FGH")
    assert found
    assert (found.entry.number, found.entry.template, found.issued_at) == (FIRST, "sku.docx", NOON)
    assert found.entry.content.values["NIK"] == hall.dossier(key).answers["NIK"]
    for words in ("Isi surat", "Kode QR"):
        assert SECOND in loss.line(words)
        assert FIRST not in loss.line(words)
    assert after(loss, other).number == SECOND


def test_codes_also_come_from_the_tab_for_the_page(hall: Hall, lose: Lose) -> None:
    """Where the village has it; else the page would forget them."""
    lettered(hall)
    line = ["ACDE34679FGH", "Surat SKU", FIRST, "2026-11-23", "Warga", "2026-12-23", ""]
    hall.door.tabs[VERIFICATION_TAB] = [[*HEADERS], [*line]]
    loss = lose(hall)
    with loss.ledger.read() as tx:
        found = register.by_verification(tx, "ACDE34679FGH")
    assert found
    assert (found.entry.number, found.entry.content.valid_until) == (FIRST, "2026-12-23")
    assert FIRST in loss.line("Isi surat")
    assert "Kode QR" not in loss.text


def test_a_withdrawn_letter_stays_withdrawn(hall: Hall, lose: Lose) -> None:
    """With its reason, which the citizen may read again."""
    key = lettered(hall)
    hall.pick(key, Decision.WITHDRAW, "Nama salah.")
    hall.settle()
    hall.deliver_all()
    hall.poll()
    loss = lose(hall)
    assert loss.proved
    assert goes_on(loss) == []
    with loss.ledger.read() as tx:
        (letter,) = register.all_letters(tx)
    assert letter.withdrawn_why == after(loss, key).message == "Nama salah."


def test_a_number_that_was_written_over(hall: Hall, lose: Lose) -> None:
    """No letter is entered under it; the letter that the book knows stays, without its request."""
    key = lettered(hall)
    hall.write(key, Column.NUMBER, "salah")
    loss = lose(hall)
    assert not loss.proved
    assert f"- {key} (Meja baris 2): Nomor Surat." in loss.said
    with loss.ledger.read() as tx:
        assert [one.entry.number for one in register.all_letters(tx)] == [FIRST]
    assert ordered(loss.ledger) == set()


def test_a_book_that_is_gone(hall: Hall, lose: Lose) -> None:
    """The numbers on the desk are still known, and are written into the new book; their days are not."""
    lettered(hall)
    del hall.door.tabs[BOOK_TAB]
    loss = lose(hall)
    assert loss.proved
    assert FIRST in loss.line("Tanggal surat")
    goes_on(loss)
    assert [row[:3] for row in loss.hall.door.tabs[BOOK_TAB][1:]] == [["1", FIRST, "23/11/2026"]]


def test_a_line_of_the_book_that_cannot_be_read(hall: Hall, lose: Lose) -> None:
    """A number of a pattern that the village had before is kept as it is; its running number may be anything."""
    for number in ("470/Ket/2025", "470/Pem/2025"):
        hall.door.tabs[BOOK_TAB].append(["?", number, "kemarin", "Ketua RT 01", "Undangan", "dicatat operator", ""])
    loss = lose(hall)
    assert not loss.proved
    with loss.ledger.read() as tx:
        assert {one.entry.number for one in register.all_letters(tx)} == {"470/Ket/2025", "470/Pem/2025"}
    assert "470/Ket/2025 (Buku Surat baris 2): No. Urut, Tanggal." in loss.text


def test_each_series_has_to_be_confirmed(lose: Lose, hall: Hall) -> None:
    """Where a village counts in several; the number's pattern says which one a letter belongs to."""
    own = {"sku": block("SKU", key="sku", form=form(SKU_TAB), surat=_of_its_own_series())}
    services = {"layanan": own | {"sktm": block("SKTM", key="sktm", form=form(SKTM_TAB))}}
    several = Hall(hall.ledger, **services)
    several.poll()
    for line in (["1", "517.001/U/2026"], ["1", "005/001/DS-KRS/XI/2026"]):
        several.door.tabs[BOOK_TAB].append([*line, "23/11/2026", "Ketua RT 01", "Undangan", "dicatat operator", ""])
    with pytest.raises(RebuildError, match="beberapa seri nomor"):
        lose(several, wishes=Wishes(last_number=7))
    loss = lose(several)
    with loss.ledger.write() as tx:
        assert [one.entry.series for one in register.all_letters(tx)] == ["usaha", "surat"]
        register.start_after(tx, "surat", 2026, 1)
        assert register.unconfirmed(tx) == ["usaha"]
    assert "surat mulai 1 --seri usaha" in loss.text


# --- archives ---------------------------------------------------------------------------------------------------


def test_archived_requests_are_known_and_stay_where_they_are(hall: Hall, lose: Lose) -> None:
    """With their numbers, chats and rows; nothing of them comes back to the desk."""
    key = lettered(hall)
    hall.poll(A_DAY + 60)
    hall.poll(601)
    assert hall.door.column(archive_tab(2026), Column.KEY) == [key]
    hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.deliver_all()
    hall.poll()
    loss = lose(hall)
    assert loss.proved
    assert goes_on(loss) == []
    assert key not in loss.hall.door.column(DESK_TAB, Column.KEY)
    assert (after(loss, key).status, after(loss, key).number, after(loss, key).chat_id) == (Status.DONE, FIRST, CHAT)
    assert len(known(loss.hall)) == 2


def test_the_desk_knows_better_than_an_archive(hall: Hall, lose: Lose) -> None:
    """A letter that was withdrawn after its row had left has a row on the desk again."""
    key = lettered(hall)
    hall.poll(A_DAY + 60)
    hall.poll(601)
    hall.door.tabs[DESK_TAB].append(list(hall.door.tabs[archive_tab(2026)][1]))
    hall.write(key, Column.STATUS, Status.WITHDRAWN)
    loss = lose(hall)
    assert after(loss, key).status is Status.WITHDRAWN
    assert loss.line("tidak dipakai.").startswith("1 baris")


def test_what_an_archive_says_otherwise(hall: Hall, lose: Lose) -> None:
    """It is told, and matters only where somebody could be told again or a row taken anew."""
    key = lettered(hall)
    hall.poll(A_DAY + 60)
    hall.poll(601)
    hall.door.type(archive_tab(2026), 1, Column.SERVICE, "SKU lama")
    loss = lose(hall)
    assert loss.proved
    assert f"- {key} (Arsip 2026 baris 2): Layanan (tidak berpengaruh)." in loss.said
    hall.door.type(archive_tab(2026), 1, Column.SERVICE, "SKU")
    hall.door.type(archive_tab(2026), 1, Column.ORIGIN, "")
    again = lose(hall, wishes=Wishes(replace=True))
    assert not again.proved
    assert f"- {key} (Arsip 2026 baris 2): Asal." in again.said


@pytest.mark.parametrize(("days", "redacted"), [(91, Redaction.NIK), (366, Redaction.ALL)])
def test_what_was_masked_or_erased_stays_so(hall: Hall, lose: Lose, days: int, redacted: Redaction) -> None:
    """Though the form's row still has it; and that row is no new one and no edited one."""
    key = decided(hall, Decision.REJECT, "di luar desa")
    hall.poll(A_DAY + 601)
    hall.now += timedelta(days=days)
    purge(hall.ledger, hall.config, hall.now, lambda _: None)
    Censor(hall.door, hall.ledger, hall.config, lambda: hall.now).cover()  # type: ignore[arg-type] # the paper door
    hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.deliver_all()
    hall.poll()
    before = hall.dossier(key)
    assert before.redacted is redacted
    loss = lose(hall)
    assert loss.proved
    assert "Tidak ada yang berbeda." in loss.said
    assert goes_on(loss) == []
    mine = after(loss, key)
    assert (mine.redacted, mine.answers, mine.fingerprint) == (redacted, before.answers, before.fingerprint)
    assert ({*mine.damaged}, mine.concerns) == ({*before.damaged}, before.concerns)
    assert len(known(loss.hall)) == 2


def test_what_was_masked_is_known_without_the_forms_row(hall: Hall, lose: Lose) -> None:
    """The NIK is no good for a letter any more."""
    key = decided(hall, Decision.REJECT, "di luar desa")
    hall.poll(A_DAY + 601)
    hall.now += timedelta(days=91)
    purge(hall.ledger, hall.config, hall.now, lambda _: None)
    Censor(hall.door, hall.ledger, hall.config, lambda: hall.now).cover()  # type: ignore[arg-type] # the paper door
    del hall.door.tabs[SKU_TAB][1]
    loss = lose(hall)
    assert (after(loss, key).redacted, after(loss, key).damaged) == (Redaction.NIK, ("NIK",))


def test_an_archived_request_was_closed_in_its_year(hall: Hall, lose: Lose) -> None:
    """Where no news tell when: what is kept for so long after closing goes in its time."""
    hall.send()
    hall.poll()
    (key,) = known(hall)
    hall.pick(key, Decision.REJECT, "di luar desa")
    hall.settle()
    hall.poll(A_DAY + 601)
    hall.poll()
    hall.now += timedelta(days=200)
    loss = lose(hall)
    closed_at = after(loss, key).closed_at
    assert closed_at is not None
    assert closed_at.astimezone(JAKARTA).year == NOON.year


# --- what cannot be understood ----------------------------------------------------------------------------------


def test_a_row_whose_status_was_written_over(hall: Hall, lose: Lose) -> None:
    """Nothing is guessed: a wrong guess could tell somebody something again, or make a second letter."""
    key, other = hall.arrive(), hall.arrive(chat=2)
    hall.deliver_all()
    hall.poll()
    hall.write(key, Column.STATUS, "salah")
    loss = lose(hall)
    assert not loss.proved
    assert known(loss.hall).keys() == {other}
    assert "Status tidak dikenal; isinya harus salah satu dari: Baru, Belum Lengkap" in loss.line("Meja baris 3")
    assert "rebuild --ganti" in loss.text


def test_a_cell_that_was_written_over_is_named(hall: Hall, lose: Lose) -> None:
    """By the request's number and the column's title, and nothing that stands there."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    hall.write(key, Column.NAME, "Orang Lain")
    loss = lose(hall)
    assert not loss.proved
    assert f"- {key} (Meja baris 2): Nama." in loss.said
    assert "Orang" not in loss.text


def test_what_people_typed_is_not_repeated(hall: Hall, lose: Lose) -> None:
    """Over the number of a request, or of a letter: whatever it is, it may be somebody's."""
    for name, chat in (("Ana", 1), ("Budi", 2)):
        hall.arrive({"Nama Lengkap": name}, chat)
    hall.deliver_all()
    hall.poll()
    hall.door.type(DESK_TAB, 1, Column.KEY, "Orang Lain")
    hall.door.tabs[BOOK_TAB].append(["1", NIK, "23/11/2026", "Ketua RT 01", "Undangan", "dicatat operator", ""])
    loss = lose(hall)
    assert loss.line("Meja baris 2") == (
        "- Meja baris 2: tidak masuk buku baru, karena No. Permohonan kosong atau tidak dikenal."
    )
    assert "Orang Lain" not in loss.text
    assert NIK not in loss.text


def test_a_service_that_is_offered_no_more(hall: Hall, lose: Lose) -> None:
    """Its rows cannot be read; that matters on the desk, and not in an archive."""
    key = lettered(hall)
    hall.config = hall.config.model_copy(update={"services": {"sktm": hall.config.services["sktm"]}})
    loss = lose(hall)
    assert not loss.proved
    assert "layanannya tidak ada di config.yaml" in loss.text
    assert key not in known(loss.hall)
    archive = hall.door.tabs[archive_tab(2026)]
    archive.append(hall.door.tabs[DESK_TAB].pop(hall.row(key)))
    assert lose(hall, wishes=Wishes(replace=True)).proved
    archive[1][Column.KEY] = ""
    assert not lose(hall, wishes=Wishes(replace=True)).proved


def test_a_lost_header_is_to_be_mended_first(hall: Hall, lose: Lose) -> None:
    """Nothing is made of a desk that cannot be read."""
    hall.arrive()
    hall.door.type(DESK_TAB, 0, Column.STATUS, "Keadaan")
    with pytest.raises(RebuildError, match="Judul kolom `Status` tidak ada"):
        lose(hall)


def test_columns_that_people_moved(hall: Hall, lose: Lose) -> None:
    """Each is found by its header, their own among them left alone."""
    hall.arrive()
    hall.deliver_all()
    hall.poll()
    for row in hall.door.tabs[DESK_TAB]:
        row.insert(2, "Paraf")
    loss = lose(hall)
    assert loss.proved


def test_a_spreadsheet_without_a_desk_is_the_wrong_one(hall: Hall, lose: Lose) -> None:
    del hall.door.tabs[DESK_TAB]
    with pytest.raises(RebuildError, match="Tab Meja tidak ada"):
        lose(hall)


def test_a_form_tab_without_its_headers_is_to_be_mended_first(hall: Hall, lose: Lose) -> None:
    """Else its rows could come in a second time."""
    hall.arrive()
    hall.door.tabs[SKU_TAB][0] = []
    with pytest.raises(RebuildError, match="Baris judul di tab Lembar 101"):
        lose(hall)


def test_long_tabs_are_read_some_rows_at_a_time(hall: Hall, lose: Lose, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank rows at the end of a piece are still rows."""
    monkeypatch.setattr("sheets_sync.recovery.reading.AT_ONCE", 2)
    keys = {hall.arrive({"Nama Lengkap": f"Warga {chat}"}, chat) for chat in range(1, 6)}
    hall.deliver_all()
    hall.poll()
    hall.door.tabs[DESK_TAB][3:3] = [[], [], []]
    loss = lose(hall)
    assert loss.proved
    assert known(loss.hall).keys() == keys


def test_without_anything_there_is_nothing_to_make(hall: Hall, lose: Lose) -> None:
    with pytest.raises(RebuildError, match="tidak ada yang perlu dibuat ulang"):
        lose(hall)


def test_the_comparison_cannot_be_made(hall: Hall, lose: Lose, monkeypatch: pytest.MonkeyPatch) -> None:
    """Google is gone just then: the operator knows how far it came."""
    hall.arrive()
    troubles = iter([None, Retryable("busy")])
    read = hall.door.workbook

    def workbook() -> Workbook:
        if trouble := next(troubles):
            raise trouble
        return read()

    monkeypatch.setattr(PaperDoor, "workbook", lambda _: workbook())
    with pytest.raises(RebuildError, match="belum bisa dibandingkan"):
        lose(hall)


def test_a_form_tab_that_is_gone_is_told(hall: Hall, lose: Lose) -> None:
    """The desk has its answers."""
    hall.arrive()
    hall.deliver_all()
    hall.poll()
    del hall.door.tabs[SKU_TAB]
    loss = lose(hall)
    assert loss.proved
    assert "lembar jawaban layanan sku" in loss.text


# --- what was there before --------------------------------------------------------------------------------------


def test_a_ledger_in_use_is_refused_and_set_aside_on_request(hall: Hall, lose: Lose) -> None:
    """It is never removed."""
    key = hall.arrive()
    first = lose(hall)
    first.close()
    with pytest.raises(RebuildError, match="--ganti"):
        lose(hall)
    again = lose(hall, wishes=Wishes(replace=True))
    assert "buku-lama-" in again.line("Buku lama disimpan")
    assert after(again, key).status is Status.NEW


def test_a_ledger_without_requests_is_filled(hall: Hall, lose: Lose, tmp_path: Path) -> None:
    """Somebody had started the service again, and a chat took a code: that stays good."""
    key = hall.arrive()
    hall.deliver_all()
    hall.poll()
    with Ledger(tmp_path / "baru" / "buku.db") as begun, begun.write() as tx:
        bookmarks.put(tx, bookmarks.SET_UP, (hall.now + LATER).isoformat())
        code = tickets.take(tx, 2, "sku", hall.now, DEAL).code
    loss = lose(hall)
    assert loss.proved
    loss.hall.send(code, {"Nama Lengkap": "Budi"})
    assert goes_on(loss) == [NoticeKind.RECEIPT]
    assert [mine.chat_id for mine in known(loss.hall).values()] == [CHAT, 2]
    assert after(loss, key).status is Status.NEW


def _of_its_own_series() -> dict[str, str]:
    return {"templat": "sku.docx", "kode": "517", "seri": "usaha", "nomor": "{kode}.{urut}/U/{tahun}"}


def _code_of_the_link(hall: Hall) -> str:
    links = [params["link"] for kind, params in hall.told() if kind == NoticeKind.INCOMPLETE and params]
    return str(links[-1].partition("entry.1=")[2][:12])
