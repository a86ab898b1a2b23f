"""What `check` has to say about templates, printing and signing, in the operator's words with the mend."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from pydantic import SecretStr

from letters.archive import file_name
from letters.letterhead import NAMES
from letters.names import key
from letters.needs import known_lists, known_names
from letters.pdf import find_converter
from letters.template import Template, TemplateError
from office.config import Config, Problem
from office.numbering import letter_number
from office.services import Service


def template_problems(config: Config) -> Iterator[Problem]:
    """Templates that are missing or broken, placeholders that no question answers, answers that none can print."""
    for service in config.services.values():
        yield from _names_of_the_office(service)
        where = f"layanan.{service.key}.surat.templat"
        path = config.templates / service.letter.template
        if not path.is_file():
            yield Problem(where, f"berkas {service.letter.template} tidak ada di {config.templates.name}")
            continue
        try:
            template = Template.read(path)
        except TemplateError as error:
            yield from (Problem(where, line) for line in str(error).splitlines())
        else:
            yield from (
                Problem(where, problem.message)
                for problem in template.problems(known_names(service), known_lists(service))
            )


def _names_of_the_office(service: Service) -> Iterator[Problem]:
    office = set(map(key, NAMES))
    for question in service.questions:
        if key(question.title) in office:
            yield Problem(
                f"layanan.{service.key}.pertanyaan",
                f"`{question.title}` di surat selalu berarti isian kantor, jadi jawaban warga tidak tercetak; "
                f"ganti judulnya, misalnya `{question.title} Pemohon`",
            )


def number_problems(config: Config) -> Iterator[Problem]:
    """Series of their own whose numbers, or the names of their files, would be the same."""
    for one, other in combinations(config.services.values(), 2):
        if one.letter.series != other.letter.series and _first_file(config, one) == _first_file(config, other):
            yield Problem(
                f"layanan.{other.key}.surat.seri",
                f"nomornya akan sama dengan nomor layanan {one.key}, yang serinya lain; "
                "samakan `seri`, atau bedakan `kode` atau `nomor`",
            )


def _first_file(config: Config, service: Service) -> str:
    number = letter_number(service.letter.pattern, service.letter.code, 1, config.village.code, date.min)
    return file_name(number).casefold()  # as Windows compares them


def printing_problems(config: Config, environment: Mapping[str, str]) -> Iterator[Problem]:
    """What would keep letters from being printed."""
    printing = config.printing
    if not printing.send_docx and find_converter(environment, config.data_dir, printing.libreoffice) is None:
        yield Problem("cetak", "LibreOffice tidak ditemukan. Pasang LibreOffice, atau tulis `kirim_docx: true`")
    if printing.certificate and printing.send_docx:
        yield Problem(
            "cetak.sertifikat", "tidak dipakai selama `kirim_docx: true`, karena yang ditandatangani adalah PDF"
        )


def signing_problems(config: Config, passphrase: SecretStr | None, today: date) -> Iterator[Problem]:
    """What would keep letters from being signed today, by a person or with the certificate."""
    if config.signer(today) is None:
        yield Problem(
            "penandatangan", "tidak ada yang bertugas hari ini, jadi surat ditahan; periksa `mulai` dan `sampai`"
        )
    if config.printing.certificate and config.printing.signs:
        # An extra that few villages have: imported only where it is used.
        from letters.signature import SignatureFailed, usable  # noqa: PLC0415

        try:
            usable(config.printing.certificate, passphrase.get_secret_value() if passphrase else "")
        except SignatureFailed as error:
            yield Problem("cetak.sertifikat", error.mend)
