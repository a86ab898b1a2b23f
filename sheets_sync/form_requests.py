"""How a service's form is said to the Forms API (forms.batchUpdate). Pure.

The API knows no response validation, no upload questions and no destination: those remain for people.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from office.config import Config
from office.names import fold
from office.services import QuestionKind, Service
from sheets_sync.appsscript import generate
from sheets_sync.rows import TIME_HEADERS

Json = dict[str, Any]


def fill(service: Service, config: Config) -> list[Json]:
    """The requests that make an empty form the service's."""
    items = [item for item in generate.items(service) if item["kind"] != "file"]
    head = {"info": {"description": generate.description(service, config)}, "updateMask": "description"}
    return [
        {"updateFormInfo": head},
        *({"createItem": {"item": _item(item), "location": {"index": at}}} for at, item in enumerate(items)),
    ]


def own_tab(service: Service, heads: Mapping[int, Sequence[str]]) -> int | None:
    """The tab that the service's form writes, by its first row; None when none is, or several may be."""
    asked = {fold(question.title) for question in service.form_questions}
    files = {fold(question.title) for question in service.form_questions if question.kind is QuestionKind.FILE}
    found = [tab for tab, head in heads.items() if _fits(set(map(fold, head)), asked - files, asked)]
    return found[0] if len(found) == 1 else None


def by_hand(service: Service) -> Iterator[str]:
    """What only people can do to a form that was made so, in order."""
    yield "Jawaban > Tautkan ke Spreadsheet > Pilih spreadsheet yang ada: pilih spreadsheet desa."
    yield "Setelan > Presentasi: matikan link untuk mengirim respons lain, tulis pesan konfirmasi."
    for wanted in dict.fromkeys(pattern for pattern, _ in map(generate.pattern, service.form_questions) if pattern):
        titles = [one.title for one in service.form_questions if generate.pattern(one)[0] == wanted]
        yield f"Validasi respons > Ekspresi reguler > Cocok dengan: {wanted} pada {', '.join(titles)}."
    if uploads := generate.uploads(service):
        yield f"Pertanyaan jenis Upload file di bawah judul {generate.papers_heading(service)}: {'; '.join(uploads)}."


def _fits(head: Collection[str], needed: Collection[str], known: Collection[str]) -> bool:
    return set(needed) <= set(head) <= {*known, *TIME_HEADERS, ""}


def _item(item: Json) -> Json:
    described = {"title": item["title"]} | ({"description": item["help"]} if item["help"] else {})
    if item["kind"] == "section":
        return described | {"textItem": {}}
    return described | {"questionItem": {"question": {"required": item["required"]} | _control(item)}}


def _control(item: Json) -> Json:
    match item["kind"]:
        case "choice" | "list" as kind:
            shown = "RADIO" if kind == "choice" else "DROP_DOWN"
            return {"choiceQuestion": {"type": shown, "options": [{"value": option} for option in item["options"]]}}
        case "date":
            return {"dateQuestion": {"includeYear": True}}
        case kind:
            return {"textQuestion": {"paragraph": kind == "paragraph"}}
