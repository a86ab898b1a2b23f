"""The catalogue: what a block of `config.yaml` may say, and the link to a form."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import ValidationError

from office.services import LINK_LIMIT, form_link
from tests.unit.builders import ANSWERS, ENTRIES, QUESTIONS, SKU, SKU_TAB, form, service


def filled(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query, strict_parsing=True))


def test_the_link_carries_the_code() -> None:
    """A first link opens the form with nothing but the code filled in."""
    assert form_link(SKU, "ACDE34679", {}) == f"{form(SKU_TAB)['url']}?usp=pp_url&entry.1=ACDE34679"


def test_the_link_of_a_correction_carries_the_old_answers() -> None:
    """Each old answer stands at its question's entry; dates stay ISO, as the form wants them."""
    prefilled = filled(form_link(SKU, "ACDE", ANSWERS))
    assert prefilled == {"usp": "pp_url", "entry.1": "ACDE"} | {f"entry.{ENTRIES[t]}": a for t, a in ANSWERS.items()}
    assert prefilled["entry.4"] == "1990-01-01"


@pytest.mark.parametrize("answer", ["a&b=c", "100% ?#/", "Jl. Mawar\nRT 01", "<b>\"'", "😀", "Rt+Rw"])
def test_answers_are_escaped(answer: str) -> None:
    """Whatever a citizen wrote comes back as it was, and opens no other parameter."""
    assert filled(form_link(SKU, "ACDE", {"Keperluan": answer}))["entry.5"] == answer


def test_uploads_are_left_out() -> None:
    """A file cannot be pre-filled."""
    assert "entry.6" not in filled(form_link(SKU, "ACDE", {"KTP": "https://drive.google.com/open?id=x"}))


def test_what_the_form_does_not_ask_is_left_out() -> None:
    """An old answer whose question is gone needs no place in the link."""
    assert filled(form_link(SKU, "ACDE", {"Zodiak": "Leo"})) == {"usp": "pp_url", "entry.1": "ACDE"}


def test_an_answer_too_long_is_left_out_and_shorter_ones_stay() -> None:
    """Google takes 8192 characters; what would go beyond is for the citizen to write again."""
    link = form_link(SKU, "ACDE", ANSWERS | {"Nama Lengkap": "é" * 2000})
    assert len(urlsplit(link).query) <= LINK_LIMIT
    assert set(filled(link)) == {"usp", "entry.1", "entry.3", "entry.4", "entry.5", "entry.7"}


def test_a_link_may_be_as_long_as_the_limit() -> None:
    """An answer that just fits is there, one character more and it is not."""
    room = LINK_LIMIT - len("usp=pp_url&entry.1=ACDE&entry.5=")
    assert "entry.5" in filled(form_link(SKU, "ACDE", {"Keperluan": "x" * room}))
    assert "entry.5" not in filled(form_link(SKU, "ACDE", {"Keperluan": "x" * (room + 1)}))


def test_papers_that_are_brought_are_not_asked_for() -> None:
    """The form has no uploads then, an old column of theirs is still known, and the originals have to be seen."""
    brought = service(berkas="kantor")
    assert {one.title for one in SKU.form_questions} - {one.title for one in brought.form_questions} == {"KTP"}
    assert brought.question("KTP") == SKU.question("KTP")
    assert (SKU.needs_originals, brought.needs_originals) == (False, True)
    assert not service(berkas="kantor", asli_dilihat=False).needs_originals


def test_an_answer_cannot_take_the_place_of_the_code() -> None:
    """The code in the link is always the one that was handed out."""
    assert filled(form_link(SKU, "ACDE", {"Kode Permohonan": "FAKE"}))["entry.1"] == "ACDE"


def test_titles_of_the_form_may_be_written_a_little_differently() -> None:
    """What `check` lets pass as the same title is the same title for the link."""
    sku = service(form=form(SKU_TAB, entri={"kode  permohonan": 9}))
    assert filled(form_link(sku, "ACDE", {}))["entry.9"] == "ACDE"


def test_no_link_without_a_form() -> None:
    """A service whose form is not made yet has no link."""
    with pytest.raises(ValueError, match="sku has no form"):
        form_link(service(form=None), "ACDE", {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pertanyaan": [{"judul": "NIK"}]}, "harus ada pertanyaan berjudul `Nama Lengkap`"),
        ({"pertanyaan": [*QUESTIONS, {"judul": "nik "}]}, "pertanyaan dengan judul yang sama: NIK, nik"),
        ({"pertanyaan": [*QUESTIONS, {"judul": "Kode Permohonan"}]}, "dipakai program sendiri"),
        ({"surat": {"templat": "x.docx", "kode": "1", "nomor": "{urut}"}}, "harus memuat {tahun}"),
        (
            {
                "pertanyaan": [{"judul": "Nama Lengkap"}],
                "surat": {"templat": "x.docx", "kode": "1", "batas": {"surat": 1, "hari": 30}},
            },
            "harus ada pertanyaan `jenis: nik`",
        ),
    ],
)
def test_a_service_that_cannot_work_is_refused(change: dict[str, Any], words: str) -> None:
    """What would fail later is a mistake at once."""
    with pytest.raises(ValidationError) as refused:
        service(**change)
    assert words in str(refused.value)


@pytest.mark.parametrize("question", [{"jenis": "pilihan"}, {"jenis": "teks", "pilihan": ["Ya"]}])
def test_options_belong_to_choices(question: dict[str, Any]) -> None:
    """A choice without options, and options without a choice, are mistakes."""
    with pytest.raises(ValidationError, match="`pilihan` diisi hanya, dan selalu"):
        service(pertanyaan=[*QUESTIONS, {"judul": "Agama"} | question])


def test_a_header_finds_its_question() -> None:
    """Case, spaces and Word's dashes in a header are forgiven; code and contact are questions too."""
    found = [SKU.question(header) for header in (" nama  LENGKAP", "kode permohonan", "Nomor/Username Telegram", "X")]
    assert [question and question.title for question in found] == [
        "Nama Lengkap",
        "Kode Permohonan",
        "Nomor/Username Telegram",
        None,
    ]
