"""What `check` has to say about templates, printing and signing, in the operator's words with the mend."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import SecretStr

from letters.needs import known_lists, known_names
from letters.pdf import find_converter
from letters.template import Template, TemplateError
from office.config import Config, Problem


def template_problems(config: Config) -> Iterator[Problem]:
    """Templates that are missing or broken, and placeholders that no question answers."""
    for service in config.services.values():
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
