"""The Apps Script that makes the forms: what is written into it, and how its answer is taken in."""

import json
import re
from argparse import ArgumentParser, Namespace
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any
from zlib import crc32

import pytest
import yaml

from office.config import Config, ConfigError, load
from office.services import CONTACT_QUESTION, Question, QuestionKind
from sheets_sync.appsscript import commands, generate
from sheets_sync.appsscript.accept import accept
from sheets_sync.appsscript.source import script
from sheets_sync.checkup import without_form
from tests.unit.builders import ENTRIES, SKU_TAB, block, form, settings, village

ROOT = Path(__file__).resolve().parents[3]
ACCOUNT = "meja@contoh.iam.gserviceaccount.com"
BOOK = "buku-1"
ASKED = {title: number for title, number in ENTRIES.items() if title != "KTP"}


def catalogue(config: Config, **more: Any) -> dict[str, Any]:
    """The data inside the script."""
    services = more.get("services", list(config.services.values()))
    found = re.search(r"const CATALOGUE = (\{.*?\n\});?$", script(config, ACCOUNT, services), re.MULTILINE | re.DOTALL)
    assert found
    held: dict[str, Any] = json.loads(found[1])
    return held


def one_service(**changes: Any) -> Config:
    """A village whose only service has no form yet; `changes` are of its block in `config.yaml`."""
    return village(layanan={"sku": block("SKU", key="sku", **changes)})


def items(config: Config) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = catalogue(config)["services"][0]["items"]
    return found


# --- the script -------------------------------------------------------------------------------------------------


def test_the_script_knows_the_village() -> None:
    """Name, phone, zone, locale, the account to share with, and the spreadsheet when there is one already."""
    held = catalogue(village(google={"spreadsheet": BOOK}))
    assert (held["village"], held["zone"], held["locale"]) == ("Karangsatria", "Asia/Jakarta", "in_ID")
    assert (held["account"], held["spreadsheet"]) == (ACCOUNT, BOOK)
    assert held["bookTitle"] == "Meja Surat Desa Karangsatria"


def test_a_question_is_told_with_all_that_it_is() -> None:
    """Control, title, help, duty, and a sample answer that its own rules allow."""
    sample = {"judul": "Agama", "jenis": "pilihan", "pilihan": ["Islam", "Hindu"], "bantuan": "Sesuai KTP"}
    questions = [{"judul": "Nama Lengkap"}, sample, {"judul": "Alamat", "jenis": "paragraf", "wajib": False}]
    asked = {item["title"]: item for item in items(one_service(pertanyaan=questions))}
    choice = {"kind": "choice", "title": "Agama", "help": "Sesuai KTP", "required": True, "sample": "Islam"}
    assert asked["Agama"] == choice | {"options": ["Islam", "Hindu"]}
    assert (asked["Alamat"]["kind"], asked["Alamat"]["required"]) == ("paragraph", False)
    assert asked["Kode Permohonan"]["required"] is False
    assert next(iter(asked)) == "Kode Permohonan"


def test_many_options_are_a_dropdown() -> None:
    """Few are buttons, which are one tap on a phone."""
    many = {"judul": "RW", "jenis": "pilihan", "pilihan": [str(number) for number in range(8)]}
    kinds = [item["kind"] for item in items(one_service(pertanyaan=[{"judul": "Nama Lengkap"}, many]))]
    assert kinds == ["text", "text", "list", "section", "text"]


def test_parts_begin_where_the_catalogue_says() -> None:
    """A heading stands before its question; the uploads have one of their own even if nobody wrote it."""
    questions = [
        {"judul": "Nama Lengkap", "bagian": "Data diri"},
        {"judul": "Keperluan"},
        {"judul": "KTP", "jenis": "berkas"},
        {"judul": "KK", "jenis": "berkas"},
    ]
    told = [(item["kind"], item["title"]) for item in items(one_service(pertanyaan=questions))]
    assert told == [
        ("text", "Kode Permohonan"),
        ("section", "Data diri"),
        ("text", "Nama Lengkap"),
        ("text", "Keperluan"),
        ("section", "Berkas"),
        ("file", "KTP"),
        ("file", "KK"),
        ("section", "Kontak"),
        ("text", "Nomor/Username Telegram"),
    ]


def test_papers_that_are_brought_make_a_form_without_uploads() -> None:
    """Nor is there a heading for them; the form says what to bring."""
    made = catalogue(village(layanan={"sku": block("SKU", key="sku", berkas="kantor", syarat=["KTP", "KK"])}))[
        "services"
    ][0]
    assert made["uploads"] == []
    assert not [item for item in made["items"] if item["kind"] == "file" or item["title"] == "Berkas"]
    assert "Bawa ke kantor desa: KTP; KK." in made["description"]


def test_the_uploads_heading_may_be_the_villages_own() -> None:
    """Then it is also named in the instructions."""
    papers = {"judul": "KTP", "jenis": "berkas", "bagian": "Foto berkas"}
    config = one_service(pertanyaan=[{"judul": "Nama Lengkap"}, papers])
    assert [item["title"] for item in items(config) if item["kind"] == "section"] == ["Foto berkas", "Kontak"]
    assert generate.papers_heading(config.services["sku"]) == "Foto berkas"


@pytest.mark.parametrize(
    ("most", "required", "words"),
    [
        (1, True, "KTP (wajib; paling banyak 1 berkas)"),
        (2, True, "KTP (wajib; paling banyak 2 berkas, pilih 5)"),
        (5, False, "KTP (tidak wajib; paling banyak 5 berkas)"),
        (6, True, "KTP (wajib; paling banyak 6 berkas, pilih 10)"),
    ],
)
def test_uploads_are_told_in_words(most: int, required: bool, words: str) -> None:
    """The form's editor offers one, five or ten files only."""
    papers = {"judul": "KTP", "jenis": "berkas", "maksimal_berkas": most, "wajib": required}
    config = one_service(pertanyaan=[{"judul": "Nama Lengkap"}, papers])
    assert catalogue(config)["services"][0]["uploads"] == [words]


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        (
            Question(title="NIK", kind=QuestionKind.NIK),
            ["3216010101900001"],
            ["321601010190000", "32160101019000011", "3216 0101 0190 0001", "321601010190000x", ""],
        ),
        (Question(title="Nomor KK", kind=QuestionKind.FAMILY_CARD), ["3216010101900002"], ["-", "3216.0101.0190.0002"]),
        (
            Question(title="Telepon", kind=QuestionKind.PHONE),
            ["081200001111", "+62 812-0000-1111", "(021) 555 0123", "0215550123"],
            ["@siti_aminah", "siti", "0812", "nol delapan satu dua"],
        ),
        (
            CONTACT_QUESTION,
            ["081200001111", "+6281200001111", "@siti_aminah", "siti_aminah9"],
            ["@si", "siti aminah", "tidak ada", "-"],
        ),
    ],
)
def test_patterns(question: Question, good: list[str], bad: list[str]) -> None:
    """What people write is let in, what cannot be right is not."""
    wanted, why = generate.pattern(question)
    assert [answer for answer in good if not re.search(wanted, answer)] == []
    assert [answer for answer in bad if re.search(wanted, answer)] == []
    assert why


def test_every_sample_fits_its_pattern() -> None:
    """Google refuses a sample that the form would refuse, and then no entry number could be read."""
    for service in catalogue(load(ROOT / "config.yaml"))["services"]:
        for item in service["items"]:
            assert re.search(item.get("pattern", ""), item.get("sample", "")), item
            assert item.get("sample") in item.get("options", [item.get("sample")])


def test_no_personal_number_is_in_the_script() -> None:
    """Its samples are zeros."""
    text = script(load(ROOT / "config.yaml"), ACCOUNT, [])
    assert set(re.findall(r"\b\d{16}\b", text)) <= {"0" * 16}


@pytest.mark.parametrize(
    "title", ["Surat </script> \"x\" 'y' `z` ${1}", "Surat\u2028Baris", 'Surat "services": [] é 😀']
)
def test_titles_may_hold_any_sign(title: str) -> None:
    """What the catalogue says arrives in the script as it was, and ends no string of it."""
    config = one_service(judul=title)
    assert catalogue(config)["services"][0]["title"] == title
    assert "\u2028" not in script(config, ACCOUNT, list(config.services.values()))


def test_a_tabs_title_is_one_that_google_takes() -> None:
    """At most a hundred signs, none that formulas stumble over."""
    title = catalogue(one_service(judul="Surat [A/B]: 'C' * " + "x" * 120))["services"][0]["tabTitle"]
    assert len(title) <= 100
    assert not re.search(r"[\[\]:*?/\\']", title)


def test_services_with_a_form_are_left_out() -> None:
    """Adding one more never touches the others."""
    raw = settings()
    raw["layanan"]["sku"] |= {"key": "sku", "form": form(SKU_TAB)}
    raw["layanan"]["sktm"] |= {"key": "sktm"}
    assert [service.key for service in generate.lacking(Config.model_validate(raw))] == ["sktm"]


def test_the_page_is_in_the_script_only_when_the_village_wants_it() -> None:
    """It is off by default."""
    assert "doGet" not in script(village(), ACCOUNT, [])
    assert "doGet" in script(village(google={"halaman_verifikasi": True}), ACCOUNT, [])


# --- what it printed --------------------------------------------------------------------------------------------


def said(tab: int, **changes: Any) -> dict[str, Any]:
    return {"v": 1, "s": BOOK, "i": f"form-{tab}", "u": f"https://contoh/{tab}", "t": tab, "e": ASKED} | changes


def packed(key: str, payload: Mapping[str, Any] | str) -> str:
    """A block as `template.js` writes it."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    body = b64encode(text.encode()).decode().rstrip("=")
    return f"[{key}:{crc32(body.encode()):08x}:\n" + "\n".join(wrap(body, 72)) + "\n]"


def printed(blocks: Mapping[str, Mapping[str, Any] | str]) -> str:
    """The whole text."""
    body = "\n".join(packed(key, payload) for key, payload in blocks.items())
    return f"KODE MEJA SURAT {len(blocks)}\n{body}\nAKHIR KODE {len(blocks)}\n"


BOTH = {"sku": said(201), "sktm": said(202)}


def bare_village(**google: Any) -> Config:
    """The two services without forms."""
    raw = settings(google=google)
    for key, service in raw["layanan"].items():
        service["key"] = key
    return Config.model_validate(raw)


def refused(text: str, config: Config | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        accept(text, config or bare_village())
    return str(caught.value)


def test_the_code_is_taken_in() -> None:
    """Spreadsheet, and of each service address, tab, form and entry numbers."""
    made = accept(printed(BOTH), bare_village())
    assert made.spreadsheet == BOOK
    assert made.forms["sku"].model_dump(by_alias=True) == {
        "url": "https://contoh/201",
        "tab": 201,
        "form_id": "form-201",
        "entri": ASKED,
    }
    assert list(made.forms) == ["sku", "sktm"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: "“" + text.replace("\n", " ”\n“ ") + "”",
        lambda text: text.replace("\n", "\n\n   "),
        lambda text: re.sub(r"(?<=\w{9})(\w)", r"\1 ", text),
        lambda text: text.replace("\n", " "),
        lambda text: "10.15.32 Info Selesai.\n" + text.replace("\n[", "\n10.15.33 Info ["),
        lambda text: text + "\nTerima kasih [catatan: nanti]",
        lambda text: "\ufeff" + text.replace(" ", "\u00a0"),
        lambda text: text + text,
    ],
)  # fmt: skip
def test_copying_may_add_what_it_likes(spoil: Any) -> None:
    """Line ends, quoting, quotes, spaces, the log's own words: nothing of it hurts."""
    assert accept(spoil(printed(BOTH)), bare_village()) == accept(printed(BOTH), bare_village())


def test_titles_of_any_script_survive() -> None:
    """The payload is UTF-8."""
    asked = {"Kode Permohonan": 1, "Nama “Usaha” — é 😀": 2}
    assert accept(printed({"sku": said(201, e=asked)}), bare_village()).forms["sku"].entries == asked


def test_a_damaged_block_is_named() -> None:
    """With what to do about it."""
    whole = printed(BOTH)
    at = whole.index("[sktm") + 30
    other = "A" if whole[at] != "A" else "B"
    assert refused(whole[:at] + other + whole[at + 1 :]) == (
        "kode sktm: rusak saat disalin. Salin lagi SEMUA barisnya, dari KODE sampai AKHIR KODE"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kode: tidak ditemukan"),
        ("halo", "kode: tidak ditemukan"),
        (printed(BOTH).partition("AKHIR")[0], "baris AKHIR KODE tidak ada"),
        (printed(BOTH)[: printed(BOTH).index("[sktm")] + "AKHIR KODE 2", "hanya 1 dari 2 layanan"),
        (printed(BOTH)[:-60], "kode sktm: rusak saat disalin"),
        (printed({"sku": said(201, v=2)}), "kode sku: dari versi program yang lain"),
        (printed({"sku": "bukan JSON"}), "kode sku: dari versi program yang lain"),
        (printed({"sku": said(201, t="x")}), "kode sku: dari versi program yang lain"),
        (printed({"lain": said(201)}), "layanan.lain: tidak ada di config.yaml"),
        (printed({"sku": said(201), "sktm": said(202, s="buku-2")}), "lebih dari satu spreadsheet"),
        (printed({"sku": said(201, e={"NIK": 1})}), "tidak punya pertanyaan `Kode Permohonan`"),
    ],
)
def test_what_cannot_be_taken_in_is_told(text: str, words: str) -> None:
    """In the operator's words."""
    assert words in refused(text)


def test_another_spreadsheet_than_the_settings_is_refused() -> None:
    """The program would look for the tabs in the wrong one."""
    assert "sudah berisi spreadsheet lain" in refused(printed(BOTH), bare_village(spreadsheet="lain"))
    assert accept(printed(BOTH), bare_village(spreadsheet=BOOK)).spreadsheet == BOOK


def test_a_form_in_use_is_not_replaced_by_another() -> None:
    """Its answers would not be read any more; the same form's numbers may be taken in again."""
    assert "sudah punya formulir lain" in refused(printed({"sku": said(201)}), village())
    same = said(SKU_TAB, i=f"form-{SKU_TAB}")
    assert accept(printed({"sku": same}), village()).forms["sku"].tab == SKU_TAB


def test_two_services_never_share_a_tab() -> None:
    """One of them would read the other's answers."""
    config = village()
    services = dict(config.services) | {"sktm": config.services["sktm"].model_copy(update={"form": None})}
    config = config.model_copy(update={"services": services})
    assert "tabnya sudah dipakai layanan sku" in refused(printed({"sktm": said(SKU_TAB)}), config)


# --- the commands -----------------------------------------------------------------------------------------------


class Desk:
    """An operator's folder with `config.yaml`, and the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "config.yaml"
        self.write(settings())

    def write(self, raw: Mapping[str, Any]) -> None:
        self.file.write_text(yaml.safe_dump(raw, sort_keys=False))

    def say(self, *words: str, typed: str = "") -> list[str]:
        """Do a command; the lines that it prints."""
        options = self._parsed(*words)
        options.config = self.file
        lines = typed.splitlines(keepends=True)
        return list(commands.run(options, load(self.file), lambda: ACCOUNT, lines))

    @staticmethod
    def _parsed(*words: str) -> Namespace:
        parser = ArgumentParser()
        commands.arguments(parser)
        return parser.parse_args(words)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_the_script_is_written_with_the_steps_to_take(desk: Desk) -> None:
    """Numbered, in order, naming the file and the next command."""
    told = desk.say("skrip")
    assert told[0] == "Skrip untuk 2 formulir: formulir-skrip.txt"
    assert [line.partition(".")[0] for line in told[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert "formulir-skrip.txt" in told[2]
    assert told[6].endswith("scheduler.py formulir terima kode.txt")
    assert ACCOUNT in (desk.folder / "formulir-skrip.txt").read_text()


def test_one_service_may_be_asked_for(desk: Desk) -> None:
    """The others are not in the script; the account may be given by hand."""
    desk.say("skrip", "--layanan", "sktm", "--ke", "satu.txt", "--akun", "lain@contoh.id")
    text = (desk.folder / "satu.txt").read_text()
    assert '"key": "sktm"' in text
    assert '"key": "sku"' not in text
    assert "lain@contoh.id" in text


def test_what_was_printed_is_filled_in(desk: Desk) -> None:
    """Forms and spreadsheet can be loaded after it; the uploads that remain are listed with their form."""
    (desk.folder / "kode.txt").write_text(printed(BOTH))
    told = desk.say("terima", "kode.txt")
    config = load(desk.file)
    assert config.google.spreadsheet == BOOK
    assert config.by_tab.keys() == {201, 202}
    assert list(without_form(config)) == []  # although nobody knows a number of the uploads
    assert told[0] == "2 formulir ditulis di formulir.yaml: sku, sktm."
    assert "    1. KTP (tidak wajib; paling banyak 1 berkas)" in told
    assert "  https://docs.google.com/forms/d/form-201/edit" in told


def test_the_code_may_be_pasted(desk: Desk) -> None:
    """Reading ends with the last line of the code: nobody has to end the input by a key."""
    never = "AKHIR KODE 99\n[sku:00000000:\nrusak\n]\n"
    assert desk.say("terima", typed=printed(BOTH) + never)[0].startswith("Tempel")
    assert load(desk.file).google.spreadsheet == BOOK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_file_may_be_of_any_editor(desk: Desk, encoding: str) -> None:
    """Notepad and PowerShell have their own ideas of text."""
    (desk.folder / "kode.txt").write_bytes(f"é {printed(BOTH)}".encode(encoding))
    desk.say("terima", "kode.txt")
    assert load(desk.file).google.spreadsheet == BOOK


def test_a_refused_code_changes_nothing(desk: Desk) -> None:
    """Neither file is touched."""
    before = desk.file.read_text()
    with pytest.raises(ConfigError):
        desk.say("terima", typed=printed(BOTH | {"lain": said(203)}))
    assert desk.file.read_text() == before
    assert not (desk.folder / "formulir.yaml").exists()


def test_one_more_service_later_leaves_the_others(desk: Desk) -> None:
    """Its form is added; theirs stay to the letter."""
    desk.say("terima", typed=printed(BOTH))
    before = yaml.safe_load((desk.folder / "formulir.yaml").read_text())
    raw = settings()
    raw["google"] = {"spreadsheet": BOOK}
    raw["layanan"]["skd"] = block("SKD")
    desk.write(raw)
    assert desk.say("skrip")[0] == "Skrip untuk 1 formulir: formulir-skrip.txt"
    desk.say("terima", typed=printed({"skd": said(203)}))
    after = yaml.safe_load((desk.folder / "formulir.yaml").read_text())
    assert after == before | {"skd": after["skd"]}
    assert desk.say("skrip") == ["Semua layanan sudah punya formulir."]


def test_the_page_is_offered_also_when_all_forms_are_there(desk: Desk) -> None:
    """With the steps to put it up, and none for forms."""
    desk.say("terima", typed=printed(BOTH))
    raw = settings()
    raw["google"] = {"spreadsheet": BOOK, "halaman_verifikasi": True}
    desk.write(raw)
    told = desk.say("skrip")
    assert told[0] == "Skrip untuk 0 formulir dan halaman pemeriksaan surat: formulir-skrip.txt"
    assert "Aplikasi web" in told[-1]
    assert not any("buatFormulir" in line for line in told)


@pytest.mark.parametrize(
    ("key", "words"), [("lain", "layanan `lain` tidak ada; yang ada: sku, sktm"), ("sku", "sudah punya formulir")]
)
def test_a_service_that_cannot_be_made_is_told(desk: Desk, key: str, words: str) -> None:
    """One that is unknown, and one that has its form."""
    desk.say("terima", typed=printed({"sku": said(201)}))
    with pytest.raises(ConfigError, match=words):
        desk.say("skrip", "--layanan", key)
