"""The village's own sentences, in `config.yaml` or in files that it names."""

from pathlib import Path

import pytest
import yaml

from office.config import ConfigError, load
from tests.unit.builders import settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def told(path: Path, **changes: object) -> list[str]:
    """What is said of the village's settings with these changes."""
    path.write_text(yaml.safe_dump(settings(**changes), allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(path)
    return [str(problem) for problem in refused.value.problems]


def test_sentences_stand_in_the_settings_or_in_files_beside_them(path: Path) -> None:
    """Each knows where it was written."""
    (path.parent / "jv.yaml").write_text("menu: Mangga milih\n", encoding="utf-8")
    path.write_text(yaml.safe_dump(settings(bahasa="jv.yaml", teks={"menu": "Silakan ", "signature": ""})))
    config = load(path)
    assert (config.language.sentences, config.language.where("menu")) == ({"menu": "Mangga milih"}, "jv.yaml: menu")
    assert config.texts.sentences == {"menu": "Silakan", "signature": ""}
    assert config.texts.where("menu") == "teks.menu"


def test_a_section_without_anything_is_none(path: Path) -> None:
    """As when all its lines are comments."""
    path.write_text(yaml.safe_dump(settings(teks=None, bahasa=None)))
    assert load(path).texts.sentences == {}


def test_what_is_no_sentence_is_told_with_its_place(path: Path) -> None:
    """In the settings and in the file, all at once."""
    (path.parent / "jv.yaml").write_text("menu: 5\n", encoding="utf-8")
    assert told(path, bahasa="jv.yaml", teks={"greeting": ["a"]}) == [
        "jv.yaml: menu: harus berupa tulisan; bila angka, apit dengan tanda kutip",
        "teks.greeting: harus berupa tulisan; bila angka, apit dengan tanda kutip",
    ]


def test_a_file_that_cannot_be_read_and_a_section_that_is_none_are_told(path: Path) -> None:
    (path.parent / "twice.yaml").write_text("menu: a\nmenu: b\n", encoding="utf-8")
    assert told(path, bahasa="bahasa/tidak-ada.yaml", teks="twice.yaml") == [
        "bahasa: bahasa/tidak-ada.yaml: berkas ini tidak ada",
        "teks: twice.yaml: kunci `menu` tertulis dua kali, lihat baris 2",
    ]
    assert told(path, teks=["menu"]) == [
        "teks: harus berupa daftar `kunci: nilai`, atau letak berkas yang berisi daftar itu"
    ]
