"""What the operator does with letters by hand: try a template, read the register, book and withdraw numbers.

Each command gives lines to be printed, in Indonesian, and is safe beside the running service. Raises CommandError
with the mend.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from letters import letterhead
from letters.archive import Archive, file_name
from letters.issue import NumberTaken, next_number
from letters.letterhead import Identity
from letters.names import key
from letters.needs import known_lists, known_names
from letters.shelf import Shelf, write_whole
from letters.template import Template
from office.config import Config
from office.hours import long_date
from office.ledger import record, register
from office.ledger.connection import Ledger
from office.ledger.register import Content, Entry, Letter, SeriesIsFurther, Unconfirmed
from office.numbering import DEFAULT_PATTERN, SERIES, letter_number
from office.services import Question, QuestionKind, Service
from office.settings_file import read_answers

_SAMPLES = {
    QuestionKind.DATE: "1990-08-17",
    QuestionKind.NIK: "3216000000000001",
    QuestionKind.FAMILY_CARD: "3216000000000002",
    QuestionKind.PHONE: "081200000001",
}


class CommandError(Exception):
    """What was asked cannot be done; the text says why and what to do."""


def arguments(surat: ArgumentParser, *common: ArgumentParser) -> None:
    """Describe the commands below `surat`; what `common` describes is understood behind each of them, too."""
    commands = surat.add_subparsers(dest="deed", required=True, title="perintah", metavar="perintah")
    daftar = commands.add_parser("daftar", parents=common, help="lihat buku surat")
    daftar.add_argument("--tahun", type=int, help="tahun lain dari tahun ini")
    mulai = commands.add_parser("mulai", parents=common, help="lanjutkan dari nomor terakhir di buku surat desa")
    mulai.add_argument("terakhir", type=int, help="nomor urut terakhir yang sudah dipakai tahun ini")
    mulai.add_argument("--seri", default=SERIES, help="seri nomor, bila desa memakai lebih dari satu")
    catat = commands.add_parser("catat", parents=common, help="ambil nomor untuk surat yang dibuat sendiri")
    catat.add_argument("kode", help="kode klasifikasi, atau kunci layanan")
    catat.add_argument("--kepada", required=True, help="untuk siapa")
    catat.add_argument("--ringkasan", required=True, help="isi ringkas")
    catat.add_argument("--seri", help="seri nomor, bila bukan seri layanan itu")
    cabut = commands.add_parser("cabut", parents=common, help="tandai surat sebagai dicabut")
    cabut.add_argument("nomor")
    cabut.add_argument("--alasan", required=True, help="mengapa; dibaca juga oleh warganya")
    ulang = commands.add_parser("ulang", parents=common, help="buat lagi surat yang sudah terbit, sama persis")
    ulang.add_argument("nomor")
    ulang.add_argument("--ke", type=Path, help="berkas hasilnya")
    coba = commands.add_parser("coba", parents=common, help="isi templat dengan contoh, untuk dilihat")
    coba.add_argument("templat", help="kunci layanan, nama templat, atau letak berkas")
    coba.add_argument("--isian", type=Path, help="berkas YAML `judul: jawaban`")
    coba.add_argument("--ke", type=Path, default=Path("surat-contoh.docx"), help="berkas hasilnya")


def run(options: Namespace, config: Config, ledger: Ledger, now: datetime) -> Iterator[str]:
    """Do what was asked on the command line."""
    today = now.astimezone(config.village.hours.zone).date()
    match options.deed:
        case "daftar":
            return listing(ledger, config, options.tahun or today.year)
        case "mulai":
            return start_after(ledger, config, options.terakhir, options.seri, today.year)
        case "catat":
            wanted = {"code": options.kode, "addressee": options.kepada, "summary": options.ringkasan}
            return book(ledger, config, series=options.seri, now=now, **wanted)
        case "cabut":
            return withdraw(ledger, options.nomor, options.alasan, now)
        case "ulang":
            return again(ledger, config, options.nomor, options.ke)
        case _:
            answers = read_answers(options.isian) if options.isian else {}
            return try_out(config, options.templat, answers, today, options.ke)


def listing(ledger: Ledger, config: Config, year: int) -> Iterator[str]:
    """The register of a year, a line per letter."""
    with ledger.read() as tx:
        letters = register.all_letters(tx, year)
    zone = config.village.hours.zone
    for letter in letters:
        entry = letter.entry
        mark = f" [DICABUT: {letter.withdrawn_why}]" if letter.withdrawn_at else ""
        day = long_date(letter.issued_at.astimezone(zone).date())
        yield f"{entry.sequence:>4}  {entry.number}  {day}  {entry.addressee}  {entry.summary}{mark}"
    yield f"{len(letters)} surat pada tahun {year}."


def start_after(ledger: Ledger, config: Config, last: int, series: str, year: int) -> Iterator[str]:
    """Let the program go on after the last number of the village's own book."""
    try:
        with ledger.write() as tx:
            register.start_after(tx, _known_series(config, series), year, last)
    except SeriesIsFurther as further:
        raise CommandError(f"Tidak bisa: program sudah sampai nomor urut {further.last} pada tahun {year}.") from None
    yield f"Surat berikutnya (seri {series}, tahun {year}) bernomor urut {last + 1:03}."


def book(
    ledger: Ledger, config: Config, *, code: str, addressee: str, summary: str, series: str | None, now: datetime
) -> Iterator[str]:
    """Take a number for a letter that is made by hand, so that it never collides with the program's.

    `code` may be a service's key: then its code, pattern and, where none is given, its series are meant.
    """
    if not (addressee.strip() and summary.strip()):
        raise CommandError("Tulis untuk siapa surat ini (--kepada) dan isi ringkasnya (--ringkasan).")
    day = now.astimezone(config.village.hours.zone).date()
    letter = config.services[code].letter if code in config.services else None
    name = _known_series(config, series or (letter.series if letter else SERIES))
    pattern = letter.pattern if letter else _usual_pattern(config, name)
    printed_code = letter.code if letter else code
    try:
        with ledger.write() as tx:
            sequence, number = next_number(tx, name, pattern, printed_code, config.village.code, day)
            entry = Entry(number, name, day.year, sequence, addressee, summary, approved_by="dicatat operator")
            register.enter(tx, entry, now)
    except Unconfirmed:
        raise CommandError(
            "Buku data baru dibuat ulang. Pastikan dulu nomor urut terakhir di buku surat desa, lalu jalankan: "
            f"scheduler.py surat mulai ANGKA --seri {name}"
        ) from None
    except NumberTaken as taken:
        raise CommandError(
            f"Nomor {taken.number} sudah dipakai surat lain. Majukan seri ini dengan: scheduler.py surat mulai"
        ) from None
    yield f"Nomor untuk surat ini: {number}"


def withdraw(ledger: Ledger, number: str, why: str, now: datetime) -> Iterator[str]:
    """Withdraw a letter; whoever checks its code is told so, and its citizen. The number stays taken."""
    letter = _found(ledger, number)
    if letter.withdrawn_at:
        raise CommandError(f"Surat {number} sudah dicabut sebelumnya, dengan alasan: {letter.withdrawn_why}")
    if not why.strip():
        raise CommandError("Tulis mengapa surat ini dicabut, sesudah --alasan.")
    with ledger.write() as tx:
        record.withdraw(tx, letter, why.strip(), now)
    yield f"Surat {number} sudah ditandai dicabut. Nomornya tidak dipakai lagi."
    if letter.entry.attempt_id is not None:
        yield "Bila warganya terhubung lewat Telegram, ia dikabari dengan alasan itu."


def again(ledger: Ledger, config: Config, number: str, into: Path | None) -> Iterator[str]:
    """Make an issued letter again from what was frozen, identical to the first."""
    letter = _found(ledger, number)
    if letter.entry.template is None:
        made = "tidak tercatat lagi sejak buku data dibuat ulang" if letter.entry.attempt_id else "dibuat dengan tangan"
        raise CommandError(f"Surat {number} {made}; program hanya mencatat nomornya.")
    shelf = Shelf(config.templates, config.data_dir / "templat")
    archive = Archive(config.data_dir / "surat", shelf)
    same, data = archive.intact(letter), archive.made_again(letter)
    path = into or Path(f"{file_name(number)}.docx")
    write_whole(path, data)
    yield f"Surat {number} dibuat lagi: {path}"
    if same:
        yield "Sama persis dengan arsip."
    else:
        yield f"Arsip {archive.docx(letter)} tadinya hilang atau sudah diubah orang; sudah dipulihkan sesuai catatan."


def try_out(config: Config, name: str, answers: Mapping[str, str], day: date, into: Path) -> Iterator[str]:
    """Fill a template (of a service, or a file) with the given answers, and samples for the rest.

    Says also what `check` would say against it. Raises TemplateError, MissingValues.
    """
    service = config.services.get(name) or _service_of(config, Path(name).name)
    if service is None and not Path(name).is_file():
        known = ", ".join(config.services)
        raise CommandError(f"`{name}` bukan berkas dan bukan kunci layanan. Layanan yang ada: {known}.")
    path = Path(name) if service is None or Path(name).is_file() else config.templates / service.letter.template
    template = Template.read(path)
    content = _sample_content(config, service, answers, day) if service else Content(answers)
    given = {key(title) for title in content.values}
    samples = {title: f"Contoh {title}" for title in template.names if key(title) not in given}
    rows = {use.name: [{column: f"Contoh {column}" for column in use.columns}] for use in template.lists}
    lists = content.lists if service else rows
    write_whole(into, template.fill({**samples, **content.values}, lists, qr="https://t.me/contoh?start=v_CONTOH"))
    yield f"Surat contoh: {into}"
    if service:
        problems = template.problems(known_names(service), known_lists(service))
        yield from (f"Perlu dibetulkan: {problem.message}" for problem in problems)


def _sample_content(config: Config, service: Service, answers: Mapping[str, str], day: date) -> Content:
    asked = {question.title: _sample_answer(service, question) for question in service.form_questions}
    given = {question.title if (question := service.question(title)) else title: answers[title] for title in answers}
    signer = config.signer(day) or config.signers[0]
    number = letter_number(service.letter.pattern, service.letter.code, 0, config.village.code, day)
    identity = Identity(number, day, "CONTOH", signer, "contoh")
    return letterhead.letter_content(config, service, {**asked, **given}, "CONTOH", identity)


def _sample_answer(service: Service, question: Question) -> str:
    for source in service.letter.lists.values():
        if source.question and key(source.question) == key(question.title):
            return "; ".join(f"Contoh {column}" for column in source.columns)
    return question.options[0] if question.options else _SAMPLES.get(question.kind, f"Contoh {question.title}")


def _service_of(config: Config, file: str) -> Service | None:
    return next((service for service in config.services.values() if service.letter.template == file), None)


def _found(ledger: Ledger, number: str) -> Letter:
    with ledger.read() as tx:
        letter = register.by_number(tx, number)
    if letter is None:
        raise CommandError(f"Tidak ada surat bernomor {number}. Lihat semuanya dengan: scheduler.py surat daftar")
    return letter


def _known_series(config: Config, name: str) -> str:
    known = sorted({SERIES, *(service.letter.series for service in config.services.values())})
    if name not in known:
        raise CommandError(f"Seri `{name}` tidak ada; yang ada: {', '.join(known)}.")
    return name


def _usual_pattern(config: Config, series: str) -> str:
    patterns = (one.letter.pattern for one in config.services.values() if one.letter.series == series)
    return next(patterns, DEFAULT_PATTERN)
