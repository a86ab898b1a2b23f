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
from letters.letterhead import Identity
from letters.names import key
from letters.shelf import Shelf, write_whole
from letters.template import Template
from letters.values import printed
from office.config import Config
from office.hours import long_date
from office.ledger import register
from office.ledger.connection import Ledger
from office.ledger.register import Entry, Letter, SeriesIsFurther
from office.numbering import DEFAULT_PATTERN, SERIES, letter_number
from office.services import QuestionKind, Service
from office.settings_file import read_yaml

_SAMPLES = {
    QuestionKind.DATE: "1990-08-17",
    QuestionKind.NIK: "3216000000000001",
    QuestionKind.FAMILY_CARD: "3216000000000002",
    QuestionKind.PHONE: "081200000001",
}


class CommandError(Exception):
    """What was asked cannot be done; the text says why and what to do."""


def arguments(surat: ArgumentParser) -> None:
    """Describe the commands below `surat`."""
    commands = surat.add_subparsers(dest="deed", required=True, title="perintah", metavar="perintah")
    daftar = commands.add_parser("daftar", help="lihat buku surat")
    daftar.add_argument("--tahun", type=int, help="tahun lain dari tahun ini")
    mulai = commands.add_parser("mulai", help="lanjutkan dari nomor terakhir di buku surat desa")
    mulai.add_argument("terakhir", type=int, help="nomor urut terakhir yang sudah dipakai tahun ini")
    mulai.add_argument("--seri", default=SERIES, help="seri nomor, bila desa memakai lebih dari satu")
    catat = commands.add_parser("catat", help="ambil nomor untuk surat yang dibuat sendiri")
    catat.add_argument("kode", help="kode klasifikasi, atau kunci layanan")
    catat.add_argument("--kepada", required=True, help="untuk siapa")
    catat.add_argument("--ringkasan", required=True, help="isi ringkas")
    catat.add_argument("--seri", default=SERIES, help="seri nomor")
    cabut = commands.add_parser("cabut", help="tandai surat sebagai dicabut")
    cabut.add_argument("nomor")
    cabut.add_argument("--alasan", required=True)
    ulang = commands.add_parser("ulang", help="buat lagi surat yang sudah terbit, sama persis")
    ulang.add_argument("nomor")
    ulang.add_argument("--ke", type=Path, help="berkas hasilnya")
    coba = commands.add_parser("coba", help="isi templat dengan contoh, untuk dilihat")
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
            answers = read_yaml(options.isian) if options.isian else {}
            given = {str(title): str(answer) for title, answer in answers.items()}
            return try_out(config, options.templat, given, today, options.ke)


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
    if series not in _series(config):
        raise CommandError(f"Seri `{series}` tidak ada; yang ada: {', '.join(_series(config))}.")
    try:
        with ledger.write() as tx:
            register.start_after(tx, series, year, last)
    except SeriesIsFurther as further:
        raise CommandError(f"Tidak bisa: program sudah sampai nomor urut {further.last} pada tahun {year}.") from None
    yield f"Surat berikutnya (seri {series}, tahun {year}) bernomor urut {last + 1:03}."


def book(
    ledger: Ledger, config: Config, *, code: str, addressee: str, summary: str, series: str, now: datetime
) -> Iterator[str]:
    """Take a number for a letter that is made by hand, so that it never collides with the program's."""
    day = now.astimezone(config.village.hours.zone).date()
    service = config.services.get(code)
    pattern, printed_code = (service.letter.pattern, service.letter.code) if service else (DEFAULT_PATTERN, code)
    with ledger.write() as tx:
        sequence = register.allocate(tx, series, day.year)
        number = letter_number(pattern, printed_code, sequence, config.village.code, day)
        entry = Entry(number, series, day.year, sequence, addressee, summary, approved_by="dicatat operator")
        register.enter(tx, entry, now)
    yield f"Nomor untuk surat ini: {number}"


def withdraw(ledger: Ledger, number: str, why: str, now: datetime) -> Iterator[str]:
    """Mark a letter as withdrawn; whoever checks its code is told so. The number stays taken."""
    letter = _found(ledger, number)
    with ledger.write() as tx:
        register.withdraw(tx, letter.id, why, now)
    yield f"Surat {number} sudah ditandai dicabut. Nomornya tidak dipakai lagi."


def again(ledger: Ledger, config: Config, number: str, into: Path | None) -> Iterator[str]:
    """Make an issued letter again from what was frozen, identical to the first."""
    letter = _found(ledger, number)
    if letter.entry.template is None:
        raise CommandError(f"Surat {number} dibuat dengan tangan; program hanya mencatat nomornya.")
    shelf = Shelf(config.templates, config.data_dir / "templat")
    archive = Archive(config.data_dir / "surat", shelf, config.village.hours.zone)
    data, kept = archive.made_again(letter), archive.docx(letter)
    same = kept.read_bytes() == data
    path = into or Path(f"{file_name(number)}.docx")
    write_whole(path, data)
    yield f"Surat {number} dibuat lagi: {path}"
    yield "Sama persis dengan arsip." if same else f"Arsip {kept} sudah diubah orang; yang ini sesuai catatan."


def try_out(config: Config, name: str, answers: Mapping[str, str], day: date, into: Path) -> Iterator[str]:
    """Fill a template (of a service, or a file) with the given answers, and samples for the rest."""
    service = config.services.get(name) or _service_of(config, Path(name).name)
    path = config.templates / service.letter.template if service else Path(name)
    template = Template.read(path)
    given = {key(title): answer for title, answer in answers.items()}
    values = _sample_values(config, service, day) | dict(answers)
    kinds = {key(q.title): q.kind for q in service.form_questions} if service else {}
    for title in template.names:
        if key(title) not in {key(known) for known in values}:
            values[title] = _SAMPLES.get(kinds.get(key(title), QuestionKind.TEXT), f"Contoh {title}")
        if key(title) in given or key(title) in kinds:
            values[title] = printed(kinds.get(key(title), "teks"), values.get(title, ""))
    lists = {use.name: [{column: f"Contoh {column}" for column in use.columns}] for use in template.lists}
    write_whole(into, template.fill(values, lists, qr="https://t.me/contoh?start=v_CONTOH"))
    yield f"Surat contoh: {into}"


def _sample_values(config: Config, service: Service | None, day: date) -> dict[str, str]:
    if service is None:
        return {}
    signer = config.signer(day) or config.signers[0]
    number = letter_number(service.letter.pattern, service.letter.code, 0, config.village.code, day)
    return letterhead.office_values(config, service.letter, "CONTOH", Identity(number, day, "CONTOH", signer, "contoh"))


def _service_of(config: Config, file: str) -> Service | None:
    return next((service for service in config.services.values() if service.letter.template == file), None)


def _found(ledger: Ledger, number: str) -> Letter:
    with ledger.read() as tx:
        letter = register.by_number(tx, number)
    if letter is None:
        raise CommandError(f"Tidak ada surat bernomor {number}. Lihat semuanya dengan: scheduler.py surat daftar")
    return letter


def _series(config: Config) -> list[str]:
    return sorted({SERIES, *(service.letter.series for service in config.services.values())})
