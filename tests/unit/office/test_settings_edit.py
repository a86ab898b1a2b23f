"""Writing into the operator's settings: some values, everything else as it was."""

import stat
from collections.abc import Mapping
from difflib import ndiff
from pathlib import Path

import pytest
import yaml

from office.config import ConfigError, load
from office.services import Form
from office.settings_edit import Place, Value, with_values, write_forms, write_spreadsheet, write_values
from office.settings_file import read_yaml
from tests.unit.builders import ENTRIES, form

ROOT = Path(__file__).resolve().parents[3]
BOOK = "1AbC-dEf_123"


PLACE = ("google", "spreadsheet")


def test_only_one_line_of_the_projects_own_settings_changes(tmp_path: Path) -> None:
    """Comments, order and all other lines stay; the comment behind the value, too."""
    file = tmp_path / "config.yaml"
    before = (ROOT / "config.yaml").read_text()
    file.write_text(before)
    assert write_spreadsheet(file, BOOK)
    differs = [line for line in ndiff(before.splitlines(), file.read_text().splitlines()) if line[0] in "+-"]
    assert [line[:17] for line in differs] == ["-   spreadsheet: ", "+   spreadsheet: "]
    assert f'"{BOOK}"' in differs[1]
    assert differs[0].partition("#")[2] == differs[1].partition("#")[2] != ""
    assert load(file).google.spreadsheet == BOOK


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("google:\n  spreadsheet:\n", f"google:\n  spreadsheet: {BOOK}\n"),
        ("google:\n  spreadsheet: lama\n  x: 1\n", f"google:\n  spreadsheet: {BOOK}\n  x: 1\n"),
        ("google:\n  spreadsheet: 'lama # 1'  # kode\n", f"google:\n  spreadsheet: '{BOOK}' # kode\n"),
        ("google:   # Google\n  x: 1\n", f"google:   # Google\n  spreadsheet: {BOOK}\n  x: 1\n"),
        ("google:\n# spreadsheet: x\n  x: 1\n", f"google:\n# spreadsheet: x\n  spreadsheet: {BOOK}\n  x: 1\n"),
        ("a: 1", f"a: 1\ngoogle:\n  spreadsheet: {BOOK}\n"),
        ("# lain", f"# lain\ngoogle:\n  spreadsheet: {BOOK}\n"),
        ("", f"google:\n  spreadsheet: {BOOK}\n"),
        ("google:", f"google:\n  spreadsheet: {BOOK}\n"),
        ("a:\n  spreadsheet: a\ngoogle:\n  spreadsheet: b", f"a:\n  spreadsheet: a\ngoogle:\n  spreadsheet: {BOOK}\n"),
        ("google:\r\n  spreadsheet: a\r\nz: 1\r\n", f"google:\r\n  spreadsheet: {BOOK}\r\nz: 1\r\n"),
        ("\ufeffgoogle:\n  spreadsheet: a\n", f"\ufeffgoogle:\n  spreadsheet: {BOOK}\n"),
        ("a: yes\ngoogle: {spreadsheet: a}\n", f"a: yes\ngoogle: {{spreadsheet: {BOOK}}}\n"),
        ('"google":\n  spreadsheet: a\n', f'"google":\n  spreadsheet: {BOOK}\n'),
        ("google:\n  lain:\n    spreadsheet: b\n", f"google:\n  spreadsheet: {BOOK}\n  lain:\n    spreadsheet: b\n"),
        ("google: lain\n", None),
        ("google: [1]\n", None),
    ],
)  # fmt: skip
def test_the_value_is_put_where_it_belongs(before: str, after: str | None) -> None:
    """In the section's own key, made where it is missing; not at all where the section is something else."""
    assert with_values(before, {PLACE: BOOK}) == after


@pytest.mark.parametrize("text", ["yes", "12:30", "017510", "a: b", "x # y", "'q", "", "- x", "[a]", "Desa “Ü”", "8e3"])
def test_text_stays_text(text: str) -> None:
    """Whatever a reader of YAML would take it for without quotes."""
    made = with_values("a:\n  b: 1 # satu\n", {("a", "c"): text, ("a", "b"): text})
    assert yaml.safe_load(made or "") == {"a": {"b": text, "c": text}}
    assert "# satu" in (made or "")


@pytest.mark.parametrize(
    "values",
    [
        {("telegram", "chat_staf"): -100123, ("desa", "nama"): "Sukamaju", ("desa", "kode_pos"): "40553"},
        {("desa", "jam_buka"): {"senin": "08.00-14.00", "rabu": "09.00-12.00", "sabtu": "08.00-12.00"}},
        {("layanan", "sku", "surat", "serah"): "pindai", ("layanan", "domisili", "aktif"): False},
        {("cadangan", "folder"): "D:\\Cadangan # desa"},
    ],
)
def test_the_projects_own_settings_keep_every_comment(values: Mapping[Place, Value]) -> None:
    """Only the lines of what changed differ."""
    before = (ROOT / "config.yaml").read_text()
    made = with_values(before, values)
    assert made is not None
    differs = [line for line in ndiff(before.splitlines(), made.splitlines()) if line[0] in "+-"]
    keys = {key for place, value in values.items() for key in (place[-1], *(value if isinstance(value, dict) else ()))}
    keys |= {"selasa", "kamis", "jumat"}
    assert all(line[1:].split(":")[0].strip() in keys for line in differs)
    comments = [[line.partition("#")[2] for line in text.splitlines() if "#" in line] for text in (before, made)]
    assert len(comments[0]) <= len(comments[1])


def test_none_takes_a_setting_out(tmp_path: Path) -> None:
    """What stands around it stays."""
    file = tmp_path / "config.yaml"
    file.write_text("a:\n  b: 1\n  c: 2 # dua\n")
    assert write_values(file, {("a", "b"): None})
    assert file.read_text() == "a:\n  c: 2 # dua\n"
    assert not write_values(file, {("a", "b"): None})


def test_a_value_that_stands_there_is_not_written_again(tmp_path: Path) -> None:
    """However it is quoted."""
    file = tmp_path / "config.yaml"
    file.write_text(f"google: {{spreadsheet: {BOOK}}}\n")
    assert not write_spreadsheet(file, BOOK)
    assert file.read_text() == f"google: {{spreadsheet: {BOOK}}}\n"


def test_what_cannot_be_edited_is_left_alone_and_told(tmp_path: Path) -> None:
    """With the line that the operator has to write."""
    file = tmp_path / "config.yaml"
    file.write_text("x: !!set {a}\ny: 2026-13\ngoogle: [lama]\n")
    with pytest.raises(ConfigError, match=f'config.yaml: .* di bawah google: spreadsheet: "{BOOK}"'):
        write_spreadsheet(file, BOOK)
    assert file.read_text() == "x: !!set {a}\ny: 2026-13\ngoogle: [lama]\n"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """UTF-8 is asked for."""
    file = tmp_path / "config.yaml"
    file.write_bytes(b"google:\n  spreadsheet: \xff\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        write_spreadsheet(file, BOOK)


def test_the_files_rights_stay(tmp_path: Path) -> None:
    """Nothing is left behind beside it, either."""
    file = tmp_path / "config.yaml"
    file.write_text("google:\n  spreadsheet: a\n")
    file.chmod(0o640)
    write_spreadsheet(file, BOOK)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_forms_of_other_services_stay(tmp_path: Path) -> None:
    """A form is added or replaced; what else stands in the file is as it was."""
    file = tmp_path / "formulir.yaml"
    write_forms(file, {"sku": Form.model_validate(form(101)), "sktm": Form.model_validate(form(102))})
    before = read_yaml(file)
    write_forms(file, {"sku": Form.model_validate(form(103))})
    after = read_yaml(file)
    assert after == before | {"sku": form(103)}
    assert list(after) == ["sku", "sktm"]
    assert after["sku"]["entri"] == ENTRIES


def test_the_forms_file_says_whose_it_is(tmp_path: Path) -> None:
    """Its first line is a comment for the operator; titles stay readable."""
    file = tmp_path / "formulir.yaml"
    write_forms(file, {"sku": Form.model_validate(form(101, entri={"Nama “Usaha”": 5}))})
    assert file.read_text().startswith("# Diisi program")
    assert "Nama “Usaha”: 5" in file.read_text()
    assert yaml.safe_load(file.read_text())["sku"]["tab"] == 101
