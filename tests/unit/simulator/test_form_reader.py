"""What a person reads on a form's page is what stands there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.form_reader import fields
from simulator.google.forms import Form, Question
from simulator.google.page import form_page

WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(
    ['"', "'>", "</textarea>", "\n", "\nBaris kedua\n", "&amp;", "<b>&", "{{NIK}}", "😀"]
)


def form(*questions: Question) -> Form:
    return Form("formulir", "publik", "Surat Contoh", questions=list(questions))


def test_every_question_is_found_with_its_control() -> None:
    """Title, name in the answer, control, whether it is required, and what there is to choose, in the form's order."""
    questions = (
        Question("Nama Lengkap", required=True),
        Question("Alamat*", "paragraph"),
        Question("Agama", "choice", required=True, options=["Islam", "Hindu & Buddha"]),
        Question("Tanggal Lahir", "date"),
        Question("Foto KTP*", "file", required=True, max_files=2),
    )
    found = fields(form_page(form(*questions), {}, {}))
    assert [(one.title, one.kind, one.required) for one in found] == [
        ("Nama Lengkap", "text", True),
        ("Alamat*", "textarea", False),
        ("Agama", "select", True),
        ("Tanggal Lahir", "date", False),
        ("Foto KTP*", "file", True),
    ]
    assert [one.name for one in found] == [f"entry.{question.entry}" for question in questions]
    assert found[2].options == ["Islam", "Hindu & Buddha"]
    assert not any(one.value for one in found)


@given(line=WRITTEN, lines=WRITTEN, option=WRITTEN.filter(bool))
def test_what_is_filled_in_is_read_as_it_was_written(line: str, lines: str, option: str) -> None:
    """Quotes, markup, line breaks and emoji come back unchanged from every control."""
    text, paragraph = Question("Nama"), Question("Alamat", "paragraph")
    choice, date = Question("Pilihan", "choice", options=["Lain", option]), Question("Hari", "date")
    answers = {text.id: [line], paragraph.id: [lines], choice.id: [option], date.id: ["2026-11-22"]}
    found = fields(form_page(form(text, paragraph, choice, date), dict(answers), {}))
    assert [one.value for one in found] == [line, lines, option, "2026-11-22"]


def test_a_file_that_came_with_a_refused_answer_is_no_question() -> None:
    """The hidden field that keeps an uploaded file is not taken for the upload's own control."""
    upload = Question("KTP", "file")
    page = form_page(form(upload), {}, {}).replace(
        '<input type="file"', f'<input type="hidden" name="entry.{upload.entry}" value="1abc"><input type="file"'
    )
    assert [(one.kind, one.value) for one in fields(page)] == [("file", "")]
