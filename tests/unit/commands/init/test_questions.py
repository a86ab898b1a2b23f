"""Which question comes next, with which default, and what its answer changes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from commands.init import questions
from commands.init.plan import Known, at, next_question
from office.config import load
from office.settings_edit import write_values

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def raw() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text())
    return settings


def asked(known: Known, which: Any) -> dict[str, str]:
    """The words of each question that would be asked, with its default, when every default is taken."""
    found: dict[str, str] = {}
    while question := next_question(which, known):
        found[question.words] = question.now
        known = Known(known.raw, {**known.said, question.place: question.check(question.now or "Ani Contoh 021 555")})
    return found


def test_what_is_answered_is_the_default(raw: dict[str, Any]) -> None:
    """As a person would type it."""
    found = asked(Known(raw), questions.services)
    assert found["Layanan yang dibuka"] == "semua"
    assert found["Bagaimana berkas warga (KTP, KK) sampai ke kantor?"] == "1"


def test_the_example_is_the_programs_own_village(raw: dict[str, Any]) -> None:
    """Every value that is asked for, as the settings that come with the program have it."""
    assert dict(questions.EXAMPLE) == {one.place: at(raw, one.place) for one in questions.village(Known(raw))}


def test_nobody_is_offered_the_example_village(raw: dict[str, Any]) -> None:
    """Enter takes nothing over from it, save the head's office, which follows the village's name."""
    defaults = {question.words: question.now for question in questions.village(Known(raw))}
    assert {words for words, now in defaults.items() if now} == {"Jabatannya di surat"}


def test_what_a_village_said_before_it_was_interrupted_is_the_default(raw: dict[str, Any]) -> None:
    """The rest of the example still is nobody's."""
    raw["desa"] |= {"nama": "Sukamaju", "telepon": "021 5550 0177"}
    defaults = {question.place[-1]: question.now for question in questions.village(Known(raw))}
    assert (defaults["telepon"], defaults["provinsi"], defaults["zona_waktu"]) == ("021 5550 0177", "", "")


def test_a_village_in_the_examples_province_need_not_say_so_again(raw: dict[str, Any]) -> None:
    """Once the telephone and the head are its own, it has gone through all questions: what stands there is its own."""
    raw["desa"]["telepon"], raw["penandatangan"]["nama"] = "021 5550 0177", "Budi Contoh, S.E."
    defaults = {question.words: question.now for question in questions.village(Known(raw))}
    assert defaults["Provinsi"] == "Jawa Barat"
    assert defaults["Jam buka"] == "Senin-Jumat 08.00-15.00"
    assert defaults["Zona waktu"] == "1"


def test_the_office_of_the_signer_follows_the_village(raw: dict[str, Any]) -> None:
    """Unless it is another office."""
    raw["desa"]["nama"] = "Sukamaju"
    assert "Kepala Desa Sukamaju" in [question.now for question in questions.village(Known(raw))]
    raw["penandatangan"]["jabatan"] = "Lurah Sukamaju"
    assert "Lurah Sukamaju" in [question.now for question in questions.village(Known(raw))]


def test_signers_with_terms_of_office_are_left_to_who_wrote_them(raw: dict[str, Any]) -> None:
    """They stand in a list."""
    raw["penandatangan"] = [raw["penandatangan"]]
    assert not [one for one in questions.village(Known(raw)) if one.place[0] == "penandatangan"]


def test_the_page_is_wanted_only_by_who_says_so(raw: dict[str, Any]) -> None:
    """No, also where the settings do not name it; the answer is the default from then on."""
    (question,) = questions.page(Known(raw))
    assert question.now == "tidak"
    assert question.changes(question.check("Ya"), raw) == {("google", "halaman_verifikasi"): True}
    raw["google"]["halaman_verifikasi"] = True
    assert [one.now for one in questions.page(Known(raw))] == ["ya"]
    del raw["google"]
    assert [one.now for one in questions.page(Known(raw))] == ["tidak"]


def test_one_way_to_hand_over_for_all_or_one_for_each(raw: dict[str, Any]) -> None:
    """Only `tiap` leads to a question for every service that is offered."""
    raw["layanan"] = {key: raw["layanan"][key] for key in ("sku", "sktm")}
    all_by, *_ = [one for one in questions.services(Known(raw)) if one.place == questions.HAND_OVERS]
    assert all_by.changes("cetak", raw) == {
        ("layanan", "sku", "surat", "serah"): "cetak",
        ("layanan", "sktm", "surat", "serah"): "cetak",
    }
    assert all_by.changes("tiap", raw) == {}
    each = Known(raw, {questions.HAND_OVERS: "tiap"})
    each_way = [one for one in questions.services(each) if one.place[-1] == "serah"]
    assert [one.place for one in each_way][1:] == [("layanan", key, "surat", "serah") for key in ("sku", "sktm")]
    raw["layanan"]["sku"]["surat"]["serah"] = "pindai"
    assert [one.now for one in questions.services(Known(raw)) if one.place == questions.HAND_OVERS] == ["4"]


def test_services_are_closed_and_opened_again(tmp_path: Path, raw: dict[str, Any]) -> None:
    """Nothing of a service is lost while it is closed, and afterwards the file is as it was."""
    file = tmp_path / "config.yaml"
    before = (ROOT / "config.yaml").read_text()
    file.write_text(before)
    question = questions.services(Known(raw))[0]
    write_values(file, question.changes(["sktm", "sku"], raw))
    assert list(load(file).offered) == ["sktm", "sku"]
    fewer = yaml.safe_load(file.read_text())
    assert questions.services(Known(fewer))[0].now == "4, 5"
    write_values(file, question.changes(list(raw["layanan"]), fewer))
    assert file.read_text() == before
