"""The form's page as HTML: plain, for any browser, without JavaScript. Everything people typed is escaped."""

from __future__ import annotations

from html import escape

from simulator.google.files import File
from simulator.google.forms import Answers, Form, Question
from simulator.google.habits import LARGEST_UPLOAD

CSS = """
*{box-sizing:border-box}
body{margin:0;background:#f0ebf8;color:#202124;font:16px/1.5 Roboto,Arial,sans-serif}
main{max-width:640px;margin:0 auto;padding:12px 12px 32px}
section{background:#fff;border:1px solid #dadce0;border-radius:8px;padding:22px 24px;margin-bottom:12px}
section.head{border-top:10px solid #673ab7}
section.wrong{border-color:#d93025}
h1{font-size:30px;line-height:1.25;font-weight:400;margin:0 0 10px}
label,.title{display:block;white-space:pre-wrap;overflow-wrap:anywhere;margin-bottom:14px}
.star,.error,.must{color:#d93025}
.must{font-size:14px;border-top:1px solid #dadce0;margin:14px -24px -10px;padding:10px 24px 0}
.help,.note{color:#5f6368;font-size:13px;white-space:pre-wrap;margin:-8px 0 12px}
.head .note{margin-top:0}
.error{font-size:13px;margin:12px 0 0}
input,textarea,select{width:100%;font:inherit;color:inherit;background:#fff;border:0;border-bottom:1px solid #9aa0a6;
 border-radius:0;padding:8px 2px;outline:0}
select{border:1px solid #dadce0;border-radius:4px;padding:11px 8px}
input[type=date]{width:auto;min-width:170px}
input[type=file]{border:1px dashed #9aa0a6;border-radius:4px;padding:14px}
input:focus,textarea:focus,select:focus{border-color:#673ab7;box-shadow:0 1px 0 #673ab7}
textarea{min-height:76px;resize:vertical}
.foot{display:flex;justify-content:space-between;align-items:center;gap:12px;margin:20px 0}
button{background:#673ab7;color:#fff;border:0;border-radius:4px;padding:11px 26px;font:500 15px Roboto,Arial,sans-serif;
 cursor:pointer}
a{color:#673ab7}
.foot a{text-decoration:none;font-size:14px;font-weight:500}
.small{font-size:12px;color:#5f6368;text-align:center}
"""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def fill(template: str, **values: str | int) -> Html:
    """Fill a template; every value is escaped that is not Html."""
    safe = {name: value if isinstance(value, Html) else escape(str(value)) for name, value in values.items()}
    return Html(template.format(**safe))


_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{css}</style></head>
<body><main>{body}<p class="small">Formulir tiruan untuk latihan. Isian tidak dikirim ke Google.</p></main></body>
</html>
"""
_HEAD = '<section class="head"><h1>{title}</h1><div class="note">{description}</div>{must}</section>'
_MUST = '<p class="must">* Menunjukkan pertanyaan yang wajib diisi</p>'
_FORM = """{head}<form method="post" action="{action}" enctype="multipart/form-data" novalidate>{questions}
<div class="foot"><button type="submit">Kirim</button><a href="{blank}">Kosongkan formulir</a></div></form>"""
_CARD = '<section class="{look}"><label for="entry.{entry}">{title}{star}</label>{help}{field}{error}</section>'
_HEADING = '<section class="head"><div class="title">{title}</div><div class="note">{note}</div></section>'
_STAR = Html(' <span class="star" aria-label="wajib diisi">*</span>')
_NOTE = '<p class="note">{text}</p>'
_ATTRIBUTES = 'id="entry.{entry}" name="entry.{entry}" aria-required="{required}" aria-invalid="{invalid}"'


def form_page(form: Form, answers: Answers, faults: dict[str, str]) -> str:
    """Return the form, filled with the answers; `faults` has what is wrong by question id."""
    base = f"/forms/d/e/{form.public_id}"
    must = Html(_MUST if any(question.required for question in form.questions) else "")
    head = fill(_HEAD, title=form.title, description=form.description, must=must)
    cards = [_card(question, answers.get(question.id, []), faults.get(question.id, "")) for question in form.questions]
    body = fill(
        _FORM, head=head, action=f"{base}/formResponse", blank=f"{base}/viewform", questions=Html("\n".join(cards))
    )
    return _page(form.title, body)


def thanks_page(form: Form) -> str:
    """Return what is shown after sending."""
    link = fill('<p><a href="/forms/d/e/{id}/viewform">Kirim jawaban lain</a></p>', id=form.public_id)
    return _message(form, "Jawaban Anda telah direkam.", link)


def closed_page(form: Form) -> str:
    """Return what is shown while the form takes no answers."""
    return _message(form, f"Formulir {form.title} tidak lagi menerima respons.")


def too_long_page(form: Form) -> str:
    """Return what is shown for a pre-filled link that is longer than Google takes."""
    return _message(form, "Tautan ini terlalu panjang sehingga tidak dapat dibuka.")


def _message(form: Form, text: str, more: Html | None = None) -> str:
    template = '<section class="head"><h1>{title}</h1><p>{text}</p>{more}</section>'
    return _page(form.title, fill(template, title=form.title, text=text, more=more or Html()))


def _page(title: str, body: Html) -> str:
    return fill(_PAGE, title=title, css=Html(CSS), body=body)


def _card(question: Question, answer: list[str] | list[File], fault: str) -> Html:
    if question.type == "heading":
        return fill(_HEADING, title=question.title, note=question.help)
    return fill(
        _CARD,
        look="wrong" if fault else "",
        entry=question.entry,
        title=question.title,
        star=_STAR if question.required else "",
        help=fill(_NOTE, text=question.help) if question.help else Html(),
        field=_field(question, answer, invalid=bool(fault)),
        error=fill('<p class="error" role="alert">{text}</p>', text=fault) if fault else Html(),
    )


def _field(question: Question, answer: list[str] | list[File], *, invalid: bool) -> Html:
    flags = {"required": str(question.required).lower(), "invalid": str(invalid).lower()}
    attributes = fill(_ATTRIBUTES, entry=question.entry, **flags)
    text = str(answer[0]) if answer and isinstance(answer[0], str) else ""
    match question.type:
        case "paragraph":
            # The line break after the tag is swallowed by browsers; without it one of the person's own would be.
            return fill("<textarea {a}>\n{text}</textarea>", a=attributes, text=text)
        case "choice":
            return fill("<select {a}>{options}</select>", a=attributes, options=_options(question, text))
        case "date":
            return fill('<input type="date" {a} value="{text}">', a=attributes, text=text)
        case "file":
            kept = [value for value in answer if isinstance(value, File)]
            return _upload(question, kept if len(kept) <= question.max_files else [], attributes)
    return fill(
        '<input type="text" {a} value="{text}" placeholder="Jawaban Anda" autocomplete="off">', a=attributes, text=text
    )


def _options(question: Question, chosen: str) -> Html:
    template = '<option value="{value}"{selected}>{label}</option>'
    first = fill(template, value="", selected="", label="Pilih")
    rest = [
        fill(template, value=option, selected=" selected" if option == chosen else "", label=option)
        for option in question.options
    ]
    return Html(first + "".join(rest))


def _upload(question: Question, kept: list[File], attributes: Html) -> Html:
    """Files that came with a refused sending are kept, as a browser cannot fill them in again."""
    template = '<p class="note">Sudah terunggah: {name}<input type="hidden" name="entry.{entry}" value="{id}"></p>'
    held = "".join(fill(template, name=file.name, entry=question.entry, id=file.id) for file in kept)
    several = " multiple" if question.max_files > 1 else ""
    size = LARGEST_UPLOAD // 1024**2
    limits = fill(
        '<p class="note">Upload maksimal {count} file (PDF atau gambar). Maks {size} MB per file.</p>',
        count=question.max_files,
        size=size,
    )
    picker = fill('<input type="file" {a}{several} accept="image/*,.pdf">', a=attributes, several=several)
    return Html(limits + held + picker)
