"""The Apps Script that makes the forms, run under Node against a small fake of Google's services.

What the fake assumes stands at its head; nothing here was tried against Google.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from office.config import Config, load
from office.services import QuestionKind, Service, form_link
from sheets_sync.appsscript.accept import Made, accept
from sheets_sync.appsscript.source import script
from sheets_sync.verification import HEADERS, VERIFICATION_TAB
from tests.contract.apps_script import ACCOUNT, CUT, MAKE, NO_NODE, NODE, SHOW, SLOW_TAB, Json, log, run
from tests.unit.builders import block, settings

pytestmark = pytest.mark.skipif(NODE is None, reason=NO_NODE)

ROOT = Path(__file__).resolve().parents[2]


def steps(config: Config, *asked: Json, world: Json | None = None) -> list[Json]:
    """One world, one script for all services of these settings."""
    text = script(config, ACCOUNT, list(config.services.values()))
    return run([text], {"world": world or SLOW_TAB, "steps": list(asked)})[0]


def small_village(*keys: str, **google: Any) -> Config:
    """A village with two small services, or those that are named."""
    raw = settings(google=google, layanan={key: block(key.upper(), key=key) for key in keys or ("sku", "sktm")})
    return Config.model_validate(raw)


def taken_in(step: Json, config: Config) -> Made:
    """What the program makes of the printed text."""
    return accept(log(step), config)


def form_of(step: Json, made: Made, key: str) -> Json:
    found: Json = next(form for form in step["forms"] if form["id"] == made.forms[key].form_id)
    return found


@pytest.fixture(scope="module")
def whole() -> tuple[Config, list[Json]]:
    """The project's own catalogue: made, and run once more."""
    config = load(ROOT / "config.yaml")
    return config, steps(config, MAKE, MAKE, SHOW)


# --- all of the project's own forms -----------------------------------------------------------------------------


def test_all_forms_are_made(whole: tuple[Config, list[Json]]) -> None:
    """One for each service, published, in one spreadsheet of the village's language and zone."""
    config, (first, *_) = whole
    assert first["error"] is None
    assert len(first["forms"]) == len(config.services)
    assert all(form["published"] and form["accepting"] for form in first["forms"])
    (book,) = first["books"]
    assert (book["title"], book["locale"], book["zone"]) == ("Meja Surat Desa Karangsatria", "in_ID", "Asia/Jakarta")
    assert {form["destination"] for form in first["forms"]} == {book["id"]}
    assert log(first).splitlines()[-1].startswith("Selesai: 12 formulir.")


def test_every_form_asks_what_the_catalogue_says(whole: tuple[Config, list[Json]]) -> None:
    """Every question but the uploads, in order, with its help, duty, options and pattern; under its headings."""
    config, (first, *_) = whole
    made = taken_in(first, config)
    for key, service in config.services.items():
        items = [item for item in form_of(first, made, key)["items"] if item["kind"] != "section"]
        wanted = [question for question in service.form_questions if question.kind is not QuestionKind.FILE]
        assert [item["title"] for item in items] == [question.title for question in wanted]
        for item, question in zip(items, wanted, strict=True):
            assert (item["help"], item["required"]) == (question.help, question.required)
            assert item.get("options", []) == list(question.options)
            assert ("pattern" in item) == (question.kind.value in {"nik", "kk", "telepon"})
    headings = [item["title"] for item in form_of(first, made, "sku")["items"] if item["kind"] == "section"]
    assert headings == ["Data diri sesuai KTP", "Usaha", "Keperluan", "Berkas", "Kontak"]


def test_the_forms_behave_as_the_desk_needs(whole: tuple[Config, list[Json]]) -> None:
    """No e-mails collected, several answers from one phone, no second answer by the same link; a clear last word."""
    _, (first, *_) = whole
    settled = dict(first["forms"][0]["settings"])
    assert settled.pop("ConfirmationMessage").startswith("Terima kasih, jawaban Bapak/Ibu sudah direkam.")
    assert len(settled) == 6
    assert not any(settled.values())


def test_everything_is_shared_with_the_program(whole: tuple[Config, list[Json]]) -> None:
    """Spreadsheet and forms."""
    _, (first, *_) = whole
    assert all(file["editors"] == [ACCOUNT] for file in first["forms"] + first["books"])


def test_the_printed_code_is_what_was_made(whole: tuple[Config, list[Json]]) -> None:
    """Spreadsheet, form, address, tab and each entry number are those that the fake holds."""
    config, (first, *_) = whole
    made = taken_in(first, config)
    (book,) = first["books"]
    assert made.spreadsheet == book["id"]
    assert made.forms.keys() == config.services.keys()
    for key, form in made.forms.items():
        held = form_of(first, made, key)
        assert form.url == f"https://docs.google.com/forms/d/e/{held['publicId']}/viewform"
        assert form.entries == {item["title"]: item["entry"] for item in held["items"] if item["kind"] != "section"}
        tab = next(sheet for sheet in book["sheets"] if sheet["form"] == held["id"])
        assert form.tab == tab["id"]
        assert tab["name"] == config.services[key].title
        assert tab["rows"][0][1:] == list(form.entries)


def test_a_link_of_ours_opens_the_form_with_its_code(whole: tuple[Config, list[Json]]) -> None:
    """The number after `entry.` is the code question's."""
    config, (first, *_) = whole
    made = taken_in(first, config)
    service: Service = config.services["sku"].model_copy(update={"form": made.forms["sku"]})
    code = next(item for item in form_of(first, made, "sku")["items"] if item["title"] == "Kode Permohonan")
    assert f"entry.{code['entry']}=ACDE" in form_link(service, "ACDE", {})


def test_only_the_forms_tabs_are_left_in_the_spreadsheet(whole: tuple[Config, list[Json]]) -> None:
    """The empty sheet that it was made with is gone."""
    config, (first, *_) = whole
    assert len(first["books"][0]["sheets"]) == len(config.services)


def test_the_uploads_that_people_must_add_are_listed(whole: tuple[Config, list[Json]]) -> None:
    """Per form, in order, with the most files and where to click."""
    config, (first, *_) = whole
    form_id = taken_in(first, config).forms["surat_kematian"].form_id
    assert (
        "Surat Kematian: tambahkan sendiri pertanyaan jenis Upload file, di bawah judul Berkas:\n"
        "  1. KTP Pelapor (wajib; paling banyak 1 berkas)\n"
        "  2. KTP dan KK Almarhum (wajib; paling banyak 2 berkas, pilih 5)\n"
        "  3. KTP dua orang saksi (wajib; paling banyak 2 berkas, pilih 5)\n"
        "  4. Surat kematian dari rumah sakit (tidak wajib; paling banyak 1 berkas)\n"
        f"  di https://docs.google.com/forms/d/{form_id}/edit"
    ) in log(first)


def test_a_second_run_makes_and_changes_nothing(whole: tuple[Config, list[Json]]) -> None:
    """It prints the same code again, as does the function that only prints."""
    config, (first, second, shown) = whole
    for later in (second, shown):
        assert later["error"] is None
        assert [later[name] for name in ("forms", "books", "properties")] == [
            first[name] for name in ("forms", "books", "properties")
        ]
        assert taken_in(later, config) == taken_in(first, config)


def test_what_people_set_later_stays() -> None:
    """Language and zone are set once, when the spreadsheet is made."""
    _, second = steps(small_village("sku"), MAKE, MAKE | {"book": {"locale": "id_ID", "zone": "Asia/Jayapura"}})
    assert (second["books"][0]["locale"], second["books"][0]["zone"]) == ("id_ID", "Asia/Jayapura")


def test_no_log_line_is_too_long_to_be_shown(whole: tuple[Config, list[Json]]) -> None:
    """The log cuts long entries off; each service is an entry of its own, in short lines."""
    _, (first, *_) = whole
    assert max(map(len, first["log"])) < 8_000
    assert max(len(line) for entry in first["log"] if entry.startswith("[") for line in entry.splitlines()) <= 72


# --- interrupted ------------------------------------------------------------------------------------------------


def test_wherever_it_is_cut_off_the_next_run_completes_it() -> None:
    """Cut after every single call: no form, question or tab is there twice, and the code is right.

    Only a form or a spreadsheet whose making was not answered any more may be left behind, empty.
    """
    config = small_village()
    text = script(config, ACCOUNT, list(config.services.values()))
    (alone,) = run([text], {"world": SLOW_TAB, "steps": [MAKE]})
    scenarios = [{"world": SLOW_TAB, "steps": [MAKE | {"limit": at}, MAKE]} for at in range(1, alone[0]["calls"])]
    for cut, resumed in run([text], *scenarios):
        assert cut["error"] == CUT
        assert resumed["error"] is None
        made = taken_in(resumed, config)
        book = next(book for book in resumed["books"] if book["id"] == made.spreadsheet)
        assert sorted(sheet["id"] for sheet in book["sheets"]) == sorted(form.tab for form in made.forms.values())
        assert (book["locale"], book["zone"], book["editors"]) == ("in_ID", "Asia/Jakarta", [ACCOUNT])
        for key, form in made.forms.items():
            held = form_of(resumed, made, key)
            assert form.entries == {item["title"]: item["entry"] for item in held["items"] if item["kind"] != "section"}
            assert [item["title"] for item in held["items"]] == [
                item["title"] for item in form_of(alone[0], taken_in(alone[0], config), key)["items"]
            ]
            assert (held["published"], held["editors"]) == (True, [ACCOUNT])
        orphans = [form for form in resumed["forms"] if form["id"] not in {one.form_id for one in made.forms.values()}]
        assert all(not form["items"] and not form["destination"] for form in orphans)
        assert len(orphans) + len(resumed["books"]) <= 2


def test_it_stops_by_itself_before_the_limit(whole: tuple[Config, list[Json]]) -> None:
    """With slow services it says how much is left, prints no code, and goes on in the next run."""
    config, (first, *_) = whole
    slow = MAKE | {"msPerCall": 250}
    *stopped, last = steps(config, *[slow] * 4)
    assert re.search(r"Belum selesai: masih \d+ formulir. Jalankan buatFormulir sekali lagi", log(stopped[0]))
    assert "AKHIR KODE" not in log(stopped[0])
    assert 0 < len(stopped[0]["forms"]) < len(config.services)
    assert stopped[0]["calls"] * 250 < 360_000
    assert taken_in(last, config).forms.keys() == taken_in(first, config).forms.keys()
    assert len(last["forms"]) == len(config.services)


def test_two_runs_at_once_do_not_meet() -> None:
    """The second says that the first is at work, and makes nothing."""
    (told,) = steps(small_village(), MAKE | {"set": {"locked": True}})
    assert log(told) == "Skrip ini sedang berjalan. Tunggu sampai selesai, lalu jalankan lagi."
    assert told["forms"] == []


def test_showing_the_code_before_anything_is_made_says_what_to_do() -> None:
    """It names the function to run."""
    (told,) = steps(small_village(), SHOW)
    assert log(told) == "Belum ada formulir. Jalankan buatFormulir dulu."


def test_a_tab_that_does_not_come_is_waited_for_in_the_next_run() -> None:
    """Google may be slow; the form is not linked twice."""
    config = small_village("sku")
    first, second = steps(config, MAKE, MAKE | {"set": {"clock": 2_000_000_000_000}}, world={"delay": 600_000})
    assert "Surat SKU: belum jadi (tabnya belum muncul di spreadsheet)." in first["log"]
    assert "1 formulir belum jadi: Surat SKU. Jalankan buatFormulir lagi." in first["log"]
    assert taken_in(second, config).forms.keys() == {"sku"}
    assert len(second["forms"]) == 1
    assert len(second["books"][0]["sheets"]) == 1


def test_a_form_that_people_link_meanwhile_is_not_taken_for_ours() -> None:
    """Its tab is as new as ours is; the form's id tells them apart."""
    config = small_village("sku")
    stranger = {"sheets": [{"id": 77, "name": "Lain", "form": "form-lain"}]}
    late = {"delay": 600_000}
    _, second = steps(config, MAKE, MAKE | {"set": {"clock": 2_000_000_000_000}, "book": stranger}, world=late)
    assert taken_in(second, config).forms["sku"].tab != 77
    assert [sheet["name"] for sheet in second["books"][0]["sheets"]] == ["Lain", "Surat SKU"]


# --- not alone in the world -------------------------------------------------------------------------------------


def test_one_more_service_touches_nothing_else() -> None:
    """A script for the new one alone, in the same project: the other forms and tabs stay as they were."""
    before, after = small_village(), small_village("sku", "sktm", "skd")
    texts = [
        script(before, ACCOUNT, list(before.services.values())),
        script(after, ACCOUNT, [after.services["skd"]]),
    ]
    first, second = run(texts, {"world": SLOW_TAB, "steps": [MAKE, MAKE | {"script": 1}]})[0]
    assert second["forms"][:2] == first["forms"]
    assert second["books"][0]["sheets"][1:] == first["books"][0]["sheets"]
    made = taken_in(second, after)
    assert list(made.forms) == ["skd"]
    assert made.spreadsheet == taken_in(first, before).spreadsheet


def test_a_spreadsheet_of_the_settings_is_used_as_it_is() -> None:
    """Also in a new project: no other is made, its language and its own tabs stay; another zone is only told."""
    sheets = [
        {"id": 0, "name": "Sheet1", "rows": []},
        {"id": 5, "name": "surat sku", "rows": [["milik orang"]]},
        {"id": 6, "name": "Lain", "rows": [["Timestamp"]], "form": "form-lain"},
    ]
    own = {"id": "buku-1", "title": "Milik desa", "locale": "id_ID", "zone": "Asia/Makassar", "sheets": sheets}
    config = small_village("sku", spreadsheet="buku-1")
    first, second = steps(config, MAKE, MAKE, world={"foreign": [own], "delay": 3_000})
    (book,) = first["books"]
    assert (book["locale"], book["zone"], book["editors"]) == ("id_ID", "Asia/Makassar", [ACCOUNT])
    assert [sheet["id"] for sheet in book["sheets"][1:]] == [0, 5, 6]
    assert book["sheets"][0]["name"] == "Form Responses 1"  # the title is taken
    made = taken_in(first, config)
    assert (made.spreadsheet, made.forms["sku"].tab) == ("buku-1", book["sheets"][0]["id"])
    assert "Zona waktu spreadsheet bukan Asia/Jakarta. Ubah di File > Setelan." in first["log"]
    assert second["books"] == first["books"]


def test_a_spreadsheet_that_cannot_be_opened_is_an_error() -> None:
    """Nothing is made elsewhere in its stead."""
    (told,) = steps(small_village(spreadsheet="bukan-punya-kami"), MAKE)
    assert told["error"] == "No item with the given ID could be found."
    assert told["forms"] == told["books"] == []


def test_where_sharing_is_forbidden_the_rest_is_done() -> None:
    """The operator is told what to share with whom; once it is allowed, the next run shares."""
    config = small_village()
    first, second = steps(config, MAKE, MAKE | {"set": {"forbidden": []}}, world={"forbidden": [ACCOUNT], "delay": 0})
    for name in ("Spreadsheet", "Surat SKU", "Surat SKTM"):
        assert f"{name}: bagikan sendiri kepada {ACCOUNT} sebagai Editor" in log(first)
    assert taken_in(first, config) == taken_in(second, config)
    assert all(file["editors"] == [ACCOUNT] for file in second["forms"] + second["books"])


# --- the page that checks letters -------------------------------------------------------------------------------

CODE = "ACDE34679FGH"
GOOD = [CODE, "Surat <b>SKU</b>", "517/001/DS-KRS/XI/2026", "2026-11-23", "Siti & 'Contoh'", "2026-12-23", ""]
OLD = ["OLDE34679FGH", "Surat SKU", "517/002/DS-KRS/XI/2026", "2026-01-02", "Budi Contoh", "2026-02-02", ""]
ENDLESS = ["ENDE34679FGH", "Surat SKU", "517/003/DS-KRS/XI/2026", "2026-01-02", "Budi Contoh", "", ""]
GONE = ["GXNE34679FGH", "Surat SKU", "517/004/DS-KRS/XI/2026", "2026-01-02", "", "", "2026-01-05"]


def page(typed: str | None, *, rows: list[list[str]] | None = None, clock: int | None = None) -> str:
    """What the page says to somebody who typed this."""
    held = [list(HEADERS), GOOD, OLD, ENDLESS, GONE] if rows is None else rows
    sheets = [{"id": VERIFICATION_TAB, "name": "apa pun", "rows": held}]
    config = small_village("sku", spreadsheet="buku-1", halaman_verifikasi=True)
    request = {"parameter": {} if typed is None else {"kode": typed}}
    asked: Json = {"call": "doGet", "args": [request]} | ({"set": {"clock": clock}} if clock else {})
    (told,) = steps(config, asked, world={"foreign": [{"id": "buku-1", "sheets": sheets}]})
    assert told["error"] is None
    html: str = told["value"]
    return html


def words(html: str) -> str:
    """The text of a page."""
    body = html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("typed", [CODE, "acde 3467 9fgh", f" v_{CODE} ", "ACDE\n34679FGH"])
def test_a_letter_is_found_by_its_code(typed: str) -> None:
    """However it is typed; kind, number, date, holder and validity are told."""
    told = words(page(typed))
    assert "Surat ini tercatat di Desa Karangsatria." in told
    assert "Nomor 517/001/DS-KRS/XI/2026" in told
    assert "Tanggal 23 November 2026" in told
    assert "Atas nama Siti & 'Contoh'" in told
    assert "Berlaku sampai 23 Desember 2026." in told
    assert "Cocokkan dengan surat." in told


def test_what_stands_in_the_tab_cannot_be_markup() -> None:
    """Neither an answer of a citizen's nor what a visitor typed."""
    html = page(CODE)
    assert "Surat &lt;b&gt;SKU&lt;/b&gt;" in html
    assert "<b>SKU" not in html
    told = page('"><script>alert(1)</script>')
    assert "<script" not in told
    assert "&quot;&gt;&lt;script&gt;" in told


def test_a_letter_past_its_time_is_told() -> None:
    """By the village's own calendar."""
    assert "sudah habis : hanya sampai 2 Februari 2026." in words(page(OLD[0]))
    last_hour, next_day = 1_798_045_140_000, 1_798_045_260_000  # 23 December 2026, 23.59 in Jakarta, and 0.01
    assert "Berlaku sampai 23 Desember 2026." in words(page(CODE, clock=last_hour))
    assert "sudah habis" in words(page(CODE, clock=next_day))


def test_a_letter_without_end() -> None:
    """It is good until what it says changes."""
    assert "Berlaku sampai ada perubahan keterangan." in words(page(ENDLESS[0]))


def test_a_withdrawn_letter_is_told_without_its_content() -> None:
    """Number and date only."""
    told = words(page(GONE[0]))
    assert "sudah dicabut dan tidak berlaku lagi" in told
    assert "Jenis" not in told
    assert "Atas nama" not in told


@pytest.mark.parametrize("typed", ["ACDE34679FGX", "Kode", "KODE", "x" * 5_000])
def test_an_unknown_code_is_told(typed: str) -> None:
    """The header is no letter."""
    told = words(page(typed))
    assert "tidak ditemukan" in told
    assert "021 5550 0123" in told


@pytest.mark.parametrize("typed", [None, "", "   "])
def test_without_a_code_the_page_only_asks(typed: str | None) -> None:
    """Nobody is told that nothing was found."""
    told = words(page(typed))
    assert "Kode di bawah QR surat" in told
    assert "tidak ditemukan" not in told


def test_without_the_tab_no_letter_is_vouched_for() -> None:
    """An empty tab and a missing one are the same to a visitor."""
    assert "tidak ditemukan" in words(page(CODE, rows=[]))
