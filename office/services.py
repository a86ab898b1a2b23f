"""The service catalogue: what a village offers, which questions it asks, which letter it makes.

The field names in `config.yaml` are Indonesian, since an operator writes them; they stand here as aliases.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from office.names import fold
from office.numbering import DEFAULT_PATTERN, SERIES, check_pattern

LINK_LIMIT = 8192
"""Longest query that a pre-filled form link may have (Google Forms)."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
"""A service's key in `config.yaml`; it must fit a button's 64 bytes."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Settings(BaseModel):
    """A part of the configuration: unknown keys are mistakes, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=True)


class QuestionKind(StrEnum):
    """What a question asks for; decides the form's control, the reading of the cell and the printing."""

    TEXT = "teks"
    PARAGRAPH = "paragraf"
    CHOICE = "pilihan"
    DATE = "tanggal"
    NIK = "nik"
    FAMILY_CARD = "kk"
    PHONE = "telepon"
    FILE = "berkas"


DIGIT_KINDS = frozenset({QuestionKind.NIK, QuestionKind.FAMILY_CARD, QuestionKind.PHONE})
"""Answers that look like numbers and are none: a spreadsheet must keep them as text."""


PERSONAL_KINDS = DIGIT_KINDS | {QuestionKind.FILE}
"""Answers that are never told to a stranger who checks a letter."""


class Question(Settings):
    """One question of a form. Its title is also the sheet's header and the letter's placeholder."""

    title: Line = Field(alias="judul")
    kind: QuestionKind = Field(default=QuestionKind.TEXT, alias="jenis")
    required: bool = Field(default=True, alias="wajib")
    options: tuple[Line, ...] = Field(default=(), alias="pilihan")
    help: str = Field(default="", alias="bantuan")
    section: str = Field(default="", alias="bagian", description="heading of the form's part that begins here")
    most_files: int = Field(default=1, ge=1, le=10, alias="maksimal_berkas")

    @model_validator(mode="after")
    def _options_where_needed(self) -> "Question":
        if (self.kind is QuestionKind.CHOICE) != bool(self.options):
            raise ValueError("`pilihan` diisi hanya, dan selalu, pada pertanyaan `jenis: pilihan`")
        return self


CODE_QUESTION = Question(
    title="Kode Permohonan",
    help="Sudah terisi otomatis dari Telegram. Mohon jangan diubah.",
    required=False,
)
CONTACT_QUESTION = Question(
    title="Nomor/Username Telegram",
    kind=QuestionKind.PHONE,
    help="Contoh: 0812xxxxxxxx atau @nama. Dipakai bila kami perlu menghubungi Bapak/Ibu.",
    section="Kontak",
)
NAME_TITLE = "Nama Lengkap"
"""The question that names the person on the desk and in messages; every form asks it."""


class HandOver(StrEnum):
    """How a finished letter reaches the citizen (`serah`)."""

    AT_ONCE = "langsung"
    SCANNED = "pindai"
    PRINTED = "cetak"


class Papers(StrEnum):
    """How the papers of a request come to the office (`berkas`)."""

    UPLOADED = "formulir"
    BROUGHT = "kantor"


class ListSource(Settings):
    """Where a repeating row's entries come from: one question with an entry per line, or numbered questions."""

    question: Line | None = Field(default=None, alias="pertanyaan", description="cells of a line are split by `;`")
    columns: tuple[Line, ...] = Field(default=(), alias="kolom")
    numbered: dict[Line, Line] = Field(default={}, alias="bernomor", description="column: title with {n}")

    @model_validator(mode="after")
    def _one_of_both(self) -> "ListSource":
        if bool(self.question and self.columns) == bool(self.numbered):
            raise ValueError("isi `pertanyaan` dan `kolom`, atau `bernomor` saja")
        if any("{n}" not in title for title in self.numbered.values()):
            raise ValueError("judul pada `bernomor` harus memuat {n}, misalnya `Nama Saksi {n}`")
        return self


class Limit(Settings):
    """How many letters of a service one NIK may be given within so many days."""

    letters: int = Field(ge=1, alias="surat")
    days: int = Field(ge=1, le=3660, alias="hari")


class LetterSettings(Settings):
    """The letter that a service makes."""

    template: Line = Field(alias="templat", description="file name below `folder_templat`")
    code: Line = Field(alias="kode", description="classification code, first part of the number")
    pattern: Line = Field(default=DEFAULT_PATTERN, alias="nomor")
    series: Line = Field(default=SERIES, alias="seri", description="letters of one series share running numbers")
    facts: tuple[Line, ...] = Field(default=(), alias="fakta_verifikasi", description="titles told to whoever checks")
    valid_days: int = Field(default=30, ge=0, alias="berlaku_hari", description="0: no end")
    hand_over: HandOver = Field(default=HandOver.AT_ONCE, alias="serah")
    lists: dict[Line, ListSource] = Field(default={}, alias="daftar", description="repeating rows, by their prefix")
    limit: Limit | None = Field(default=None, alias="batas", description="of letters for one NIK; none by default")

    @model_validator(mode="after")
    def _pattern_is_sound(self) -> "LetterSettings":
        if wrong := check_pattern(self.pattern):
            raise ValueError(f"`nomor` {wrong}")
        return self


class Form(Settings):
    """Where a service's Google Form is: written by a program into `formulir.yaml`, never by hand."""

    url: Line
    tab: int = Field(description="sheet id (gid) of the tab that the form writes")
    form_id: Line
    entries: dict[str, int] = Field(alias="entri", description="entry number of each question, by title")


class Service(Settings):
    """One service of the village: one block in `config.yaml`."""

    key: Key
    title: Line = Field(alias="judul")
    short: Line = Field(alias="singkatan", description="prefix of the request's number, such as SKU")
    button: Line = Field(alias="tombol", description="text of the menu's button, one to four words")
    outcome: Line = Field(alias="hasil", description="what the village issues and who issues the final document")
    requirements: tuple[Line, ...] = Field(alias="syarat")
    cost: Line = Field(alias="biaya")
    working_days: int = Field(ge=0, le=60, alias="hari_kerja", description="promised time")
    official: Line = Field(alias="petugas")
    questions: tuple[Question, ...] = Field(alias="pertanyaan")
    papers: Papers = Field(default=Papers.UPLOADED, alias="berkas", description="default: the village's own `berkas`")
    originals: bool | None = Field(
        default=None, alias="asli_dilihat", description="`Setujui` needs the tick Asli Dilihat; default: when brought"
    )
    offered: bool = Field(default=True, alias="aktif", description="else only what was begun goes on")
    letter: LetterSettings = Field(alias="surat")
    form: Form | None = None

    @model_validator(mode="after")
    def _titles_are_sound(self) -> "Service":
        titles = [fold(question.title) for question in self.questions]
        twice = sorted({question.title for question in self.questions if titles.count(fold(question.title)) > 1})
        if twice:
            raise ValueError(f"pertanyaan dengan judul yang sama: {', '.join(twice)}")
        if unknown := [fact for fact in self.letter.facts if fold(fact) not in titles]:
            raise ValueError(f"`fakta_verifikasi` harus judul pertanyaan; tidak ada: {', '.join(unknown)}")
        if any(
            question.kind in PERSONAL_KINDS and fold(question.title) in map(fold, self.letter.facts)
            for question in self.questions
        ):
            raise ValueError("`fakta_verifikasi` tidak boleh memuat NIK, nomor KK, telepon atau berkas")
        if fold(NAME_TITLE) not in titles:
            raise ValueError(f"harus ada pertanyaan berjudul `{NAME_TITLE}`")
        if reserved := {fold(CODE_QUESTION.title), fold(CONTACT_QUESTION.title)} & set(titles):
            raise ValueError(f"judul ini dipakai program sendiri, pilih judul lain: {', '.join(sorted(reserved))}")
        if self.letter.limit and self.nik_question is None:
            raise ValueError("`batas` dihitung per NIK, jadi harus ada pertanyaan `jenis: nik`")
        return self

    @property
    def asked(self) -> tuple[Question, ...]:
        """The catalogue's questions that the form asks: papers that are brought to the office are not uploaded."""
        brought = self.papers is Papers.BROUGHT
        return tuple(one for one in self.questions if not (brought and one.kind is QuestionKind.FILE))

    @property
    def needs_originals(self) -> bool:
        """Whether an approval counts only with the tick Asli Dilihat."""
        return self.papers is Papers.BROUGHT if self.originals is None else self.originals

    @property
    def form_questions(self) -> tuple[Question, ...]:
        """The form's questions in order: the code, the catalogue's own, how to reach the person."""
        return (CODE_QUESTION, *self.asked, CONTACT_QUESTION)

    @property
    def nik_question(self) -> Question | None:
        """The question that asks whom the request is for, by NIK: the first of its kind."""
        return next((question for question in self.questions if question.kind is QuestionKind.NIK), None)

    @cached_property
    def _by_title(self) -> Mapping[str, Question]:
        # Each poll asks for the question of every answer on the desk; folding all titles anew was most of its work.
        # Also those that the form asked before papers were brought to the office: their columns are still there.
        return {fold(one.title): one for one in (*self.questions, CODE_QUESTION, CONTACT_QUESTION)}

    def question(self, header: str) -> Question | None:
        """The question that a header of the sheet belongs to."""
        return self._by_title.get(fold(header))


def form_link(service: Service, code: str, answers: Mapping[str, str]) -> str:
    """The pre-filled link to a service's form: the code, and old answers as far as Google's limit allows.

    Dates are ISO (`YYYY-MM-DD`). Uploads cannot be pre-filled and are left out. Raises ValueError when the
    service has no form yet.
    """
    if service.form is None:
        raise ValueError(f"{service.key} has no form")
    query = "usp=pp_url"
    for pair in _prefilled(service, service.form.entries, dict(answers) | {CODE_QUESTION.title: code}):
        if len(query) + 1 + len(pair) <= LINK_LIMIT:
            query += "&" + pair
    return f"{service.form.url}?{query}"


def _prefilled(service: Service, entries: Mapping[str, int], answers: Mapping[str, str]) -> Iterator[str]:
    # In the form's own editor a title may have been written a little differently.
    numbers = {fold(title): number for title, number in entries.items()}
    for question in service.form_questions:
        answer, number = answers.get(question.title, ""), numbers.get(fold(question.title))
        if answer and number is not None and question.kind is not QuestionKind.FILE:
            yield f"entry.{number}={quote(answer, safe='')}"
