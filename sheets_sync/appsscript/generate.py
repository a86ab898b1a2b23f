"""Writing the Apps Script: the catalogue, as far as its forms are not made yet, put into the template. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from office.config import Config
from office.services import CONTACT_QUESTION, Papers, Question, QuestionKind, Service
from sheets_sync.verification import VERIFICATION_TAB

Json = dict[str, Any]

LOCALE = "in_ID"
"""How Google Sheets names Indonesian as spoken in Indonesia."""
FORM_NAME = "{title} - Desa {village}"
BOOK_NAME = "Meja Surat Desa {village}"
THANKS = "Terima kasih, jawaban Bapak/Ibu sudah direkam. Kabar selanjutnya kami kirim lewat Telegram."
PAPERS = "Berkas"
PAPERS_HELP = "Unggah foto yang jelas dan terbaca. Bila diminta masuk, pakai akun Google Bapak/Ibu."
MOST_RADIO_BUTTONS = 7
"""More options than this are shown as a dropdown."""
LONGEST_TAB_TITLE = 100
_OFFERED_FILE_COUNTS = (1, 5, 10)
"""What the form editor lets one choose as the most files of an upload question."""
_SLOT = "/* catalogue */ null"

_DIGITS = "^[0-9]{16}$"
_PHONE = r"^[+(]?[0-9][0-9 .()-]{7,18}$"
_PHONE_OR_NAME = r"^([+(]?[0-9][0-9 .()-]{7,18}|@?[A-Za-z][A-Za-z0-9_]{4,31})$"
_PATTERNS = {
    QuestionKind.NIK: (_DIGITS, "NIK terdiri dari 16 angka, tanpa spasi."),
    QuestionKind.FAMILY_CARD: (_DIGITS, "Nomor KK terdiri dari 16 angka, tanpa spasi."),
    QuestionKind.PHONE: (_PHONE, "Tulis nomor telepon, contoh: 081234567890"),
}
_CONTACT_PATTERN = (_PHONE_OR_NAME, "Tulis nomor telepon, contoh: 081234567890, atau nama Telegram, contoh: @nama")
_CONTROLS = {QuestionKind.PARAGRAPH: "paragraph", QuestionKind.DATE: "date", QuestionKind.FILE: "file"}
_SAMPLES = {
    QuestionKind.DATE: "2000-01-15",
    QuestionKind.NIK: "0" * 16,
    QuestionKind.FAMILY_CARD: "0" * 16,
    QuestionKind.PHONE: "081200000000",
}


def lacking(config: Config) -> list[Service]:
    """The services that are offered and have no form yet."""
    return [service for service in config.offered.values() if service.form is None]


def script(config: Config, account: str, services: Sequence[Service], template: str, page: str) -> str:
    """The script that makes the forms of these services and shares them with the service account.

    `template` is the text of `template.js`, `page` that of `verification_page.js`.
    """
    before, slot, after = template.partition(_SLOT)
    if not slot:
        raise ValueError("the template has no place for the catalogue")
    made = ",\n".join(json.dumps(_service(service, config)) for service in services)
    catalogue = json.dumps(_village(config, account) | {"services": []}, indent=2)
    catalogue = catalogue.replace('"services": []', f'"services": [\n{made}\n  ]')
    return before + catalogue + after + (page if config.google.verification_page else "")


def uploads(service: Service) -> list[str]:
    """The upload questions that people have to add by hand, in order, each in words for them."""
    return [_upload(question) for question in service.form_questions if question.kind is QuestionKind.FILE]


def papers_heading(service: Service) -> str:
    """The heading in the form below which the upload questions belong."""
    first = next((one for one in service.form_questions if one.kind is QuestionKind.FILE), None)
    return (first.section if first else "") or PAPERS


def pattern(question: Question) -> tuple[str, str]:
    """What an answer must look like (RE2), and what the form says when it does not; empty for any answer."""
    if question.title == CONTACT_QUESTION.title:
        return _CONTACT_PATTERN
    return _PATTERNS.get(question.kind, ("", ""))


def _village(config: Config, account: str) -> Json:
    village = config.village
    return {
        "village": village.name,
        "phone": village.phone,
        "zone": village.zone,
        "locale": LOCALE,
        "account": account,
        "spreadsheet": config.google.spreadsheet,
        "bookTitle": BOOK_NAME.format(village=village.name),
        "thanks": THANKS,
        "verificationTab": VERIFICATION_TAB,
    }


def _service(service: Service, config: Config) -> Json:
    return {
        "key": service.key,
        "title": service.title,
        "name": form_name(service, config),
        "description": description(service, config),
        "tabTitle": _tab_title(service.title),
        "items": list(items(service)),
        "uploads": uploads(service),
        "uploadsBelow": papers_heading(service),
    }


def form_name(service: Service, config: Config) -> str:
    """What the form is called, in Drive and for those who fill it in."""
    return FORM_NAME.format(title=service.title, village=config.village.name)


def description(service: Service, config: Config) -> str:
    """What stands at the form's head."""
    do = "Bawa ke kantor desa" if service.papers is Papers.BROUGHT else "Siapkan"
    prepare = [f"{do}: {'; '.join(service.requirements)}."] if service.requirements else []
    return "\n".join([
        service.outcome,
        *prepare,
        f"Biaya: {service.cost}. Ada pertanyaan? Telepon {config.village.phone}.",
    ])  # fmt: skip


def _tab_title(title: str) -> str:
    # Google Sheets lets these signs into no reference to a tab without trouble.
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:LONGEST_TAB_TITLE].strip()


def items(service: Service) -> Iterator[Json]:
    """The form's headings and questions in order: `kind`, `title`, `help`, and what the kind needs."""
    headed = False
    for question in service.form_questions:
        first_paper = question.kind is QuestionKind.FILE and not headed
        headed = headed or first_paper
        if question.section or first_paper:
            yield {
                "kind": "section",
                "title": question.section or PAPERS,
                "help": PAPERS_HELP if first_paper else "",
            }  # fmt: skip
        yield _item(question)


def _item(question: Question) -> Json:
    wanted, why = pattern(question)
    checked = {"pattern": wanted, "patternHelp": why} if wanted else {}
    options = {"options": list(question.options)} if question.options else {}
    return {
        "kind": _kind(question),
        "title": question.title,
        "help": question.help,
        "required": question.required,
        "sample": question.options[0] if question.options else _SAMPLES.get(question.kind, "Contoh"),
        **checked,
        **options,
    }


def _kind(question: Question) -> str:
    if question.options:
        return "choice" if len(question.options) <= MOST_RADIO_BUTTONS else "list"
    return _CONTROLS.get(question.kind, "text")


def _upload(question: Question) -> str:
    offered = next(count for count in _OFFERED_FILE_COUNTS if count >= question.most_files)
    choose = "" if offered == question.most_files else f", pilih {offered}"
    duty = "wajib" if question.required else "tidak wajib"
    return f"{question.title} ({duty}; paling banyak {question.most_files} berkas{choose})"
