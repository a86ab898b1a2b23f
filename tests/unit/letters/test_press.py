"""The press: what becomes of an ordered letter, what holds it up, and that one does not hold up another."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from letters.press import FIRST_WAIT, LONGEST_WAIT, MOST_AT_ONCE
from office.cases import Status, letter_waits
from office.ledger import letter_jobs, outages, record, register
from office.ledger.letter_jobs import MOST_TRIES, Job
from office.outage import Part, Patience, Report
from office.services import HandOver
from tests.unit.bot.village import eventually
from tests.unit.builders import CHAT, NAME, NIK, NOON
from tests.unit.letters.word import docx, paragraph
from tests.unit.letters.workshop import BOT, PaperPrinter, Workshop, only_sktm

FIRST, SECOND, THIRD = (f"517/00{n}/DS-KRS/XI/2026" for n in (1, 2, 3))


@pytest.fixture
def printer(shop: Workshop) -> PaperPrinter:
    """The office's printer, from now on: letters leave as PDF."""
    shop.printer = PaperPrinter()
    shop.open(cetak={})
    return shop.printer


# --- numbering --------------------------------------------------------------------------------------------------


def test_an_order_becomes_a_letter_that_is_handed_over(shop: Workshop) -> None:
    """It is numbered, frozen, entered with what the book needs, and on its way to the citizen."""
    attempt = shop.approve()
    shop.work()
    entry = shop.letter().entry
    assert (entry.number, entry.series, entry.year, entry.sequence) == (FIRST, "surat", 2026, 1)
    assert (entry.addressee, entry.summary, entry.approved_by) == (NAME, "Surat SKU", "spreadsheet")
    assert (entry.attempt_id, entry.service, entry.template) == (attempt, "sku", "sku.docx")
    assert shop.job(attempt)[0] == "done"
    assert shop.told(CHAT) == ["letter"]
    assert shop.changes


def test_a_letter_whose_citizen_has_not_confirmed_is_made_and_kept(shop: Workshop) -> None:
    """It has its number and lies in the office; the citizen is asked, and the request stays approved."""
    attempt = shop.approve(confirmed=False)
    before = shop.dossier(attempt).status
    shop.work()
    assert shop.numbers() == [FIRST]
    assert shop.told(CHAT) == ["confirm_reminder", "letter"]
    after = shop.dossier(attempt)
    assert (after.status, letter_waits(after)) == (before, True)


def test_the_letter_says_what_was_frozen(shop: Workshop) -> None:
    """Answers, number, day, signer and the code to check it by, in the file as in the register."""
    shop.approve()
    shop.work()
    code = shop.letter().entry.verification
    assert shop.text().splitlines() == [
        f"Nomor {FIRST}, 23 November 2026, permohonan {shop.dossier(1).reference}",
        f"{NAME}, NIK {NIK}, lahir 1 Januari 1990, untuk Modal usaha",
        "Kepala Desa, Ahmad Contoh",
        "Belum ditandatangani",
        f"Kode {code} pada @{BOT}",
    ]
    assert shop.letter().entry.content.qr == f"https://t.me/{BOT}?start=v_{code}"


def test_letters_are_numbered_in_the_order_of_their_approval(shop: Workshop) -> None:
    """One series for all letters of a year, in which no number is left out."""
    for name, service in (("Budi", "sku"), ("Tuti", "sktm"), ("Agus", "sku")):
        shop.approve(name, service=service)
        shop.later(seconds=1)
    shop.work()
    assert [(letter.entry.addressee, letter.entry.sequence) for letter in shop.letters()] == [
        ("Budi", 1), ("Tuti", 2), ("Agus", 3),
    ]  # fmt: skip


def test_a_letter_that_cannot_be_made_uses_no_number(shop: Workshop) -> None:
    """It waits, the staff hear of it once, and the next letter has the next number."""
    shop.approve("Budi")
    shop.work()
    bad = shop.approve("Tuti", {"Keperluan": ""})
    shop.later(seconds=1)
    shop.approve("Agus")
    shop.work()
    assert [letter.entry.addressee for letter in shop.letters()] == ["Budi", "Agus"]
    assert shop.numbers() == [FIRST, SECOND]
    assert shop.job(bad) == ("ordered", 1, NOON + timedelta(seconds=1) + FIRST_WAIT, "MissingValues")


@pytest.mark.parametrize(
    ("spoil", "alert"),
    [
        (lambda shop: shop.write_template("sku", "{{Nama Lengkap"), "letter_template"),
        (lambda shop: (shop.home / "templat" / "sku.docx").unlink(), "letter_template"),
        (lambda shop: shop.write_template("sku", "{{Nama Lengkp}}"), "letter_template"),
        (lambda shop: shop.open(layanan=only_sktm()), "letter_stuck"),
    ],
    ids=["broken", "gone", "asks for what nobody answered", "of a service that is no more"],
)
def test_one_bad_letter_does_not_stop_the_next(shop: Workshop, spoil: Any, alert: str) -> None:
    """Whatever is wrong with it, the staff hear what, once; the others are made, and it is when it can be."""
    bad = shop.approve("Tuti")
    spoil(shop)
    shop.approve("Budi", service="sktm")
    shop.work()
    shop.later(hours=1)
    shop.work()
    assert [letter.entry.addressee for letter in shop.letters()] == ["Budi"]
    assert shop.told() == [alert]
    assert shop.job(bad)[:2] == ("ordered", 2)
    shop.write_template("sku")
    shop.open()
    shop.later(hours=1)
    shop.work()
    assert [letter.entry.sequence for letter in shop.letters()] == [1, 2]


def test_no_number_while_the_clock_is_doubted(shop: Workshop) -> None:
    """A letter carries a date; nobody is told of a delay that mends itself."""
    shop.approve()
    shop.clock_trusted = False
    assert not shop.press.work()
    shop.clock_trusted = True
    shop.work()
    assert shop.numbers() == [FIRST]
    assert shop.told() == []


def test_no_number_before_the_bot_is_known(shop: Workshop) -> None:
    """The QR leads to it."""
    shop.bot = None
    shop.approve()
    assert not shop.press.work()
    shop.bot = BOT
    shop.work()
    assert shop.numbers() == [FIRST]


HEAD = "Kepala Desa Contoh"
SIGNERS = [
    {"nama": "Ahmad Contoh", "jabatan": HEAD, "sampai": "2026-11-23"},
    {"nama": "Budi Contoh", "jabatan": HEAD, "bentuk": "Plt.", "mulai": "2026-11-24", "sampai": "2026-11-25"},
    {"nama": "Cici Contoh", "jabatan": HEAD, "bentuk": "Plh.", "mulai": "2026-11-26", "sampai": "2026-11-26"},
    {"nama": "Dedi Contoh", "jabatan": HEAD, "bentuk": "a.n.", "jabatan_sendiri": "Sekdes", "mulai": "2026-11-28"},
]


@pytest.mark.parametrize(
    ("days", "signature"),
    [
        (0, "Kepala Desa Contoh, Ahmad Contoh"),
        (1, "Plt. Kepala Desa Contoh, Budi Contoh"),
        (2, "Plt. Kepala Desa Contoh, Budi Contoh"),
        (3, "Plh. Kepala Desa Contoh, Cici Contoh"),
        (5, "a.n. Kepala Desa Contoh\nSekdes, Dedi Contoh"),
    ],
)
def test_who_signs_on_the_day(shop: Workshop, days: int, signature: str) -> None:
    """By the periods of the settings, both days included, and in the right that they name."""
    shop.open(penandatangan=SIGNERS)
    shop.approve()
    shop.later(days=days)
    shop.work()
    assert f"\n{signature}\n" in shop.text()


def test_a_day_on_which_nobody_signs(shop: Workshop) -> None:
    """No number is used, the staff hear why, and the letter is made when somebody signs again."""
    shop.open(penandatangan=SIGNERS)
    shop.later(days=4)
    shop.approve()
    shop.work()
    assert shop.letters() == []
    assert shop.told() == ["letter_no_signer"]
    shop.later(days=1)
    shop.work()
    assert shop.letter().entry.sequence == 1


def test_series_of_their_own(shop: Workshop) -> None:
    """A letter type with its own series has its own running numbers; the others share one."""
    shop.open(letter={"seri": "sku", "kode": "500"})
    for service in ("sku", "sktm", "sku", "sktm"):
        shop.approve(service=service)
        shop.work()
    assert [(one.entry.series, one.entry.sequence) for one in shop.letters()] == [
        ("sku", 1), ("surat", 1), ("sku", 2), ("surat", 2),
    ]  # fmt: skip


def test_every_year_begins_with_one(shop: Workshop) -> None:
    """By the village's own midnight, for number, series and folder alike."""
    numbers = []
    for moment in (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):
        shop.now = moment
        shop.approve()
        shop.work()
        made = shop.letters()[-1]
        numbers.append((made.entry.number, made.entry.year, shop.press.archive.docx(made).parent.name))
    assert numbers == [("517/001/DS-KRS/XII/2026", 2026, "2026"), ("517/001/DS-KRS/I/2027", 2027, "2027")]


def test_a_number_that_is_taken_is_not_given_again(shop: Workshop) -> None:
    """A series that was named anew begins again with numbers of the old one: the staff hear it, nothing is numbered."""
    shop.approve("Budi")
    shop.work()
    shop.open(letter={"seri": "sku"})
    late = shop.approve("Tuti")
    shop.work()
    assert shop.told() == ["letter_number_taken"]
    with shop.ledger.write() as tx:
        register.start_after(tx, "sku", 2026, 1)
    shop.later(minutes=1)
    shop.work()
    assert shop.numbers() == [FIRST, SECOND]
    assert shop.job(late)[0] == "done"


def test_no_number_before_the_last_one_is_confirmed(shop: Workshop) -> None:
    """After the ledger was made anew: the staff hear it once a day, and at the operator's word the letter is made."""
    with shop.ledger.write() as tx:
        register.have_confirmed(tx, ["surat"])
    shop.work()
    assert shop.told() == []
    attempt = shop.approve()
    for _ in range(2):
        shop.work()
    shop.open()
    shop.work()
    assert shop.told() == ["numbers_unconfirmed"]
    shop.later(days=1)
    shop.work()
    assert (shop.told(), shop.letters()) == (["numbers_unconfirmed"] * 2, [])
    with shop.ledger.write() as tx:
        register.start_after(tx, "surat", 2026, 41)
    shop.work()
    assert shop.numbers() == ["517/042/DS-KRS/XI/2026"]
    assert shop.job(attempt)[0] == "done"


def test_what_was_issued_stays_as_it_was(shop: Workshop) -> None:
    """Another template and other settings make other letters, and the old one again as it was, byte for byte."""
    shop.approve("Budi")
    shop.work()
    old = shop.letter()
    before = shop.press.archive.docx(old).read_bytes()
    shop.write_template("sku", "Surat baru: {{Nama Desa}}, {{Nama Penanda Tangan}}")
    shop.open(penandatangan={"nama": "Dewi Contoh", "jabatan": "Kepala Desa"}, letter={"berlaku_hari": 7})
    shop.approve("Tuti")
    shop.work()
    assert shop.text(shop.letters()[-1]) == "Surat baru: Karangsatria, Dewi Contoh"
    shop.press.archive.docx(old).unlink()
    assert shop.press.archive.docx(old).read_bytes() == before
    assert shop.press.archive.made_again(old) == before


# --- printing ---------------------------------------------------------------------------------------------------


def test_a_printed_letter_is_handed_over(shop: Workshop, printer: PaperPrinter) -> None:
    """The citizen gets the PDF; what it must show is what the letter was filled with."""
    shop.approve()
    shop.work()
    file = shop.press.file(shop.letter())
    assert file.name == "517-001-DS-KRS-XI-2026.pdf"
    assert {FIRST, NAME, NIK, "1 Januari 1990"} <= set(file.read_text(encoding="utf-8").splitlines())
    assert shop.told(CHAT) == ["letter"]
    assert printer.asked == [[FIRST]]


def test_what_cannot_be_printed_is_held(shop: Workshop, printer: PaperPrinter) -> None:
    """It keeps its number, is tried again less and less often, the staff hear why once, and it is sent at last."""
    attempt = shop.approve()
    printer.troubles[FIRST] = "LibreOffice was not done after 60 s"
    waits = []
    for _ in range(10):
        shop.work()
        due = shop.job(attempt)[2]
        waits.append(due - shop.now)
        shop.now = due
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    assert shop.job(attempt)[::3] == ("numbered", "LibreOffice was not done after 60 s")
    assert (shop.told(), shop.told(CHAT)) == (["letter_unprinted"], [])

    printer.troubles.clear()
    shop.work()
    assert (shop.numbers(), shop.told(CHAT)) == ([FIRST], ["letter"])
    assert all(asked == [FIRST] for asked in printer.asked)


def test_a_letter_is_not_tried_for_ever(shop: Workshop, printer: PaperPrinter) -> None:
    """After two days without LibreOffice it rests, while others are printed; a new start tries it as at first."""
    attempt, began = shop.approve(), shop.now
    printer.troubles[FIRST] = "LibreOffice is not installed"
    for _ in range(200):
        shop.work()
        shop.now = max(shop.now, shop.job(attempt)[2])
    assert (shop.job(attempt)[1], len(printer.asked)) == (MOST_TRIES, MOST_TRIES)
    assert timedelta(days=2) <= shop.now - began < timedelta(days=3)
    shop.approve("Budi")
    shop.work()
    assert shop.told(CHAT) == ["letter"]
    printer.troubles.clear()
    with shop.ledger.write() as tx:
        letter_jobs.wait_no_longer(tx, shop.now)
    shop.work()
    assert (shop.told(CHAT), shop.job(attempt)[0]) == (["letter", "letter"], "done")


def test_a_letter_waits_for_the_day_on_which_somebody_signs(shop: Workshop) -> None:
    """However often it was tried till then: that ends without anybody doing anything."""
    shop.open(penandatangan=[{"nama": "Ahmad Contoh", "jabatan": "Kepala Desa", "mulai": "2026-12-01"}])
    attempt = shop.approve()
    for _ in range(MOST_TRIES + 10):
        shop.work()
        shop.now = max(shop.now, shop.job(attempt)[2])
    shop.now = datetime(2026, 12, 1, 3, tzinfo=UTC)
    shop.work()
    assert len(shop.letters()) == 1


def test_nothing_is_tried_before_its_time(shop: Workshop, printer: PaperPrinter) -> None:
    """A letter that is held does not keep the press busy."""
    shop.approve()
    printer.troubles[FIRST] = "no"
    shop.work()
    shop.now += FIRST_WAIT - timedelta(seconds=1)
    assert not shop.press.work()
    assert len(printer.asked) == 1


def test_letters_that_queue_are_printed_together(shop: Workshop, printer: PaperPrinter) -> None:
    """As many as fit in one go; one that fails does not hold up the others."""
    for number in range(MOST_AT_ONCE + 2):
        shop.approve(f"Warga {number}")
    printer.troubles[SECOND] = "no"
    shop.work()
    assert [len(asked) for asked in printer.asked] == [MOST_AT_ONCE, 2]
    assert len(shop.told(CHAT)) == MOST_AT_ONCE + 1
    assert [*printer.asked[0], *printer.asked[1]] == shop.numbers()


def test_a_letter_that_cannot_be_handed_over_does_not_stop_the_next(shop: Workshop, printer: PaperPrinter) -> None:
    """A service that was taken from the settings after its letter was numbered holds up only that letter."""
    printer.troubles[FIRST] = "no"
    bad = shop.approve("Tuti")
    shop.work()
    printer.troubles.clear()
    shop.open(layanan=only_sktm(), cetak={})
    shop.approve("Budi", service="sktm")
    shop.later(minutes=1)
    shop.work()
    assert shop.told(CHAT) == ["letter"]
    assert shop.job(bad)[::3] == ("numbered", "KeyError")
    shop.open(cetak={})
    shop.later(hours=1)
    shop.work()
    assert shop.told(CHAT) == ["letter", "letter"]


def test_a_printer_that_breaks_down_is_a_failure_like_others(shop: Workshop, printer: PaperPrinter) -> None:
    """What nobody thought of is tried again with back-off, too."""

    def break_down() -> None:
        raise ValueError("ink")

    printer.meanwhile = break_down
    attempt = shop.approve()
    shop.work()
    assert shop.job(attempt)[::3] == ("numbered", "ValueError")
    assert shop.told() == ["letter_unprinted"]


def test_while_the_staff_know_that_printing_is_broken_no_letter_is_named(shop: Workshop, printer: PaperPrinter) -> None:
    """The first one is; what waits later is told with the outage."""

    def break_down() -> None:
        raise ValueError("ink")

    printer.meanwhile = break_down
    shop.approve()
    shop.work()
    report = Report(broken=True, since=shop.now - timedelta(minutes=10))
    with shop.ledger.write() as tx:
        outages.look(tx, {Part.PRINTING: report}, shop.clerk, Patience.of(10), shop.now)
    shop.approve()
    shop.work()
    assert shop.told() == ["letter_unprinted", "outage_printing"]


def test_stopping_in_the_middle_postpones_nothing(shop: Workshop, printer: PaperPrinter) -> None:
    """What was broken off has not failed: it is due at the next start, and nobody is alarmed."""
    shop.press.start()
    printer.meanwhile = lambda: shop.press.stop(0)
    attempt = shop.approve()
    shop.press.wake()
    eventually(lambda: printer.asked)
    shop.press.stop(5)
    assert shop.job(attempt) == ("numbered", 0, NOON, None)
    assert (shop.told(), shop.told(CHAT)) == ([], [])

    shop.printer = PaperPrinter()
    shop.open(cetak={})
    shop.work()
    assert (shop.numbers(), shop.told(CHAT)) == ([FIRST], ["letter"])


def test_it_works_by_itself_when_woken(shop: Workshop) -> None:
    """The thread sees to orders until it is stopped."""
    shop.press.start()
    attempt = shop.approve()
    shop.press.wake()
    eventually(lambda: shop.job(attempt)[0] == "done")
    shop.press.stop(5)
    shop.approve("Budi")
    assert shop.numbers() == [FIRST]


def test_a_file_that_is_gone_is_printed_again(shop: Workshop, printer: PaperPrinter) -> None:
    """Whoever asks for it gets it, or hears that it is not there."""
    shop.approve()
    shop.work()
    letter = shop.letter()
    shop.press.file(letter).unlink()
    assert shop.press.file(letter).exists()
    shop.press.file(letter).unlink()
    printer.troubles[FIRST] = "no"
    with pytest.raises(FileNotFoundError):
        shop.press.file(letter)


def test_a_letter_that_was_withdrawn_before_it_was_printed(shop: Workshop, printer: PaperPrinter) -> None:
    """Nobody gets it; the citizen knows why."""
    printer.troubles[FIRST] = "no"
    attempt = shop.approve()
    shop.work()
    with shop.ledger.write() as tx:
        record.withdraw(tx, shop.letter(), "Salah nama", shop.now)
    printer.troubles.clear()
    shop.later(minutes=1)
    shop.work()
    assert shop.told(CHAT) == ["withdrawn"]
    assert shop.job(attempt)[0] == "done"
    assert shop.dossier(attempt).status is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("way", "chat", "status", "to_citizen", "to_staff"),
    [
        (HandOver.AT_ONCE, CHAT, Status.NEW, ["letter"], []),
        (HandOver.AT_ONCE, None, Status.READY, [], ["letter_to_print"]),
        (HandOver.PRINTED, CHAT, Status.READY, ["ready"], ["letter_to_print"]),
        (HandOver.SCANNED, CHAT, Status.AWAITING_SIGNATURE, ["approved"], ["staff_to_sign"]),
    ],
)
def test_each_letter_goes_its_services_way(
    shop: Workshop, way: HandOver, chat: int | None, status: Status, to_citizen: list[str], to_staff: list[str]
) -> None:
    """`serah` says how it reaches the citizen; without a chat it is fetched."""
    shop.open(letter={"serah": way.value})
    attempt = shop.approve(chat=chat)
    shop.work()
    assert shop.dossier(attempt).status is status
    assert (shop.told(CHAT), shop.told()) == (to_citizen, to_staff)


# --- what the desk is told beforehand ---------------------------------------------------------------------------


def test_what_each_letter_needs(shop: Workshop) -> None:
    """The answers that its template prints; a service without a usable template is left out."""
    needed = ("Nama Lengkap", "NIK", "Tanggal Lahir", "Keperluan")
    assert shop.press.required() == {"sku": needed, "sktm": needed}
    shop.write_template("sku", "{{Nama Lengkap}} {{Nama Desa}} {{KTP|boleh kosong}}")
    shop.write_template("sktm", "{{rusak")
    assert shop.press.required() == {"sku": ("Nama Lengkap",)}


def test_what_a_letter_with_repeated_rows_needs(shop: Workshop) -> None:
    """The columns that its rows print and that may not stay blank; a list that nobody set up is only a name."""
    row = "".join(
        f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("{{Waris.No}}", "{{waris.Nama}}", "{{Waris.Umur|boleh kosong}}")
    )
    table = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + paragraph("{{Nama Lengkap}} {{Anak.Nama}}")
    (shop.home / "templat" / "sku.docx").write_bytes(docx(table))
    source = {"pertanyaan": "Keperluan", "kolom": ["Nama", "Umur"]}
    shop.open({"daftar": {"Waris": source, "Tak Terpakai": source}})
    assert set(shop.press.required()["sku"]) == {"Nama Lengkap", "Anak.Nama", "Waris.Nama"}


def test_a_letter_with_repeated_rows(shop: Workshop) -> None:
    """Each entry has its row, numbered; they are frozen with the rest."""
    row = "".join(
        f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("{{Waris.No}}", "{{Waris.Nama}}", "{{Waris.Hubungan}}")
    )
    (shop.home / "templat" / "sku.docx").write_bytes(docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + paragraph("")))
    shop.open({"daftar": {"Waris": {"pertanyaan": "Keperluan", "kolom": ["Nama", "Hubungan"]}}})
    shop.approve(answers={"Keperluan": "Budi; anak\n\nAni; istri; kedua"})
    shop.work()
    assert shop.text().split() == ["1", "Budi", "anak", "2", "Ani", "istri;", "kedua"]
    assert len(shop.letter().entry.content.lists["Waris"]) == 2


def test_the_signer_is_frozen(shop: Workshop) -> None:
    """A new village head changes no letter that was issued."""
    shop.approve()
    shop.work()
    frozen = shop.letter().entry.content.values
    assert (frozen["Nama Penanda Tangan"], frozen["Tanggal Surat"]) == ("Ahmad Contoh", "23 November 2026")
    assert shop.config.signer(date(2026, 11, 23)) == shop.config.signers[0]


def test_a_letter_that_was_called_off_gets_no_number(shop: Workshop) -> None:
    """The citizen took the request back while the press had it in hand; the next letter has the first number."""
    attempt = shop.approve()
    with shop.ledger.write() as tx:
        letter_jobs.call_off(tx, attempt)
    assert shop.issuer().issue(Job(attempt, 0), BOT, shop.now) is None
    shop.work()
    assert shop.letters() == []


def test_a_letter_that_says_it_is_signed_is_never_handed_over_unsigned(shop: Workshop) -> None:
    """The certificate left the settings between number and print: the letter is held, and the staff hear."""
    shop.open(cetak={"sertifikat": "desa.p12"})
    attempt = shop.approve()
    shop.issuer().issue(Job(attempt, 0), BOT, shop.now)
    shop.open()
    shop.work()
    assert shop.told() == ["letter_stuck"]
    assert shop.told(CHAT) == []
    assert shop.job(attempt)[0] == "numbered"


def test_a_start_tries_again_at_once(shop: Workshop) -> None:
    """After mending and restarting nobody waits for the hour that was set before."""
    shop.open(penandatangan=[{"nama": "Ahmad Contoh", "jabatan": "Kepala Desa", "sampai": "2026-11-01"}])
    attempt = shop.approve()
    shop.work()
    assert shop.job(attempt)[2] > shop.now
    shop.open()
    shop.press.start()
    shop.press.stop(10)
    assert shop.job(attempt)[2] == shop.now
