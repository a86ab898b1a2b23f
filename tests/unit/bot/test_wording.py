"""A village's own sentences: which are good, and what is said of those that are not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.notices import notice
from bot.texts import CAPTION_LIMIT, TEXTS, Texts, length, office_words
from bot.wording import checked, faults, problems
from office.config import Config, ConfigError
from office.notices import NoticeKind
from office.settings_file import read_yaml
from tests.unit.bot.village import village_config

VILLAGE = village_config()
OFFICE = office_words(VILLAGE)
JAVANESE = Path(__file__).parents[3] / "bahasa" / "jv.yaml"
LETTER = {"reference": "SKU-7K3Q", "service": "sku", "name": "Siti A.", "number": "517/001", "valid_until": ""}


def with_sentences(source: str = "teks.", **sentences: str) -> Config:
    """The village with sentences of its own."""
    return with_wording(teks={"source": source, "sentences": sentences})


def with_wording(**wording: Any) -> Config:
    """The village with these sections."""
    raw = VILLAGE.model_dump(by_alias=True, exclude={"texts", "language"})
    return Config.model_validate(raw | wording)


def test_the_villages_sentence_is_said_instead_and_stays_escaped() -> None:
    own = Texts.of(with_sentences(receipt="Diterima: {reference}, {name}. Sampai {due}. Kantor {phone}"))
    told = own.say("receipt", reference="SKU-7K3Q", name="<b>", service="SKU", due="Selasa")
    assert told == "Diterima: SKU-7K3Q, &lt;b&gt;. Sampai Selasa. Kantor 021 5550 0123"


def test_the_villages_own_stands_before_its_language_and_that_before_what_ships() -> None:
    language = {"source": "jv.yaml: ", "sentences": {"menu": "Mangga", "button_menu": "Menu jv"}}
    own = Texts.of(with_wording(bahasa=language, teks={"sentences": {"menu": "Silakan"}}))
    assert [own.say(name) for name in ("menu", "button_menu", "button_back")] == ["Silakan", "Menu jv", "Kembali"]


def test_a_word_that_is_not_said_is_not_cut() -> None:
    """However long, it takes no room: the one that is said loses its end."""
    own = Texts.of(with_sentences(rejected="Maaf, {reference}: {message}"))
    told = own.say("rejected", limit=60, reference="SKU-7K3Q", message="panjang " * 20, phone="9" * 500, service="")
    assert told.startswith("Maaf, SKU-7K3Q: panjang panjang")
    assert length(told) <= 60


@pytest.mark.parametrize("name", TEXTS)
def test_every_sentence_that_ships_would_pass_as_the_villages_own(name: str) -> None:
    assert list(faults(name, TEXTS[name], OFFICE)) == []


@pytest.mark.parametrize(
    ("name", "sentence", "told"),
    [
        ("greting", "Halo", "kalimat dengan nama ini tidak ada; mungkin maksudnya `greeting`; semua nama"),
        ("menu", "", "tidak boleh kosong; hapus barisnya"),
        (
            "receipt",
            "Sudah. {reference} {due} {serv}",
            "isian `{serv}` tidak dikenal di kalimat ini; mungkin maksudnya",
        ),
        ("receipt", "Sudah kami terima. Nomor {reference}", "isian `{due}` harus ada"),
        ("rejected", "Maaf, {reference} ditolak.", "isian `{message}` harus ada"),
        ("whose", "Punya Bapak/Ibu: {reference}?", "isian `{service}` harus ada"),
        ("letter", "Ini surat {number}.", "isian `{service}` harus ada"),
        ("menu", "Pilih {", "kurung kurawal tidak berpasangan"),
        ("menu", "Pilih {}", "isian `{}` tidak dikenal di kalimat ini"),
        ("menu", "Pilih {phone!r}", "isian `{phone}` tidak dikenal"),
        ("menu", "Pilih {phone.x}", "isian `{phone.x}` tidak dikenal"),
        ("menu", "<b>Pilih", "tag `<b>` belum ditutup"),
        ("button_menu", "<b>Menu</b>", "di sini tidak boleh ada tag HTML"),
        ("button_menu", "Me\nnu", "harus satu baris saja"),
        ("button_menu", "Menu " * 9, "terlalu panjang, kira-kira 45 huruf; paling banyak 40"),
        ("bot_about", "Desa {village}. " * 8, "terlalu panjang"),
        ("bot_description", "Desa. " * 90, "terlalu panjang, kira-kira 540 huruf; paling banyak 512"),
        ("letter", "{service} {name} {number} " + "x" * 800, "terlalu panjang"),
        ("privacy_days", "<b>{count}</b> hari", "di sini tidak boleh ada tag HTML"),
        ("signature", "x" * 201, "terlalu panjang, kira-kira 201 huruf; paling banyak 200"),
        ("greeting", "x" * 4097, "terlalu panjang"),
        ("staff_press_refused", "x" * 201, "terlalu panjang, kira-kira 201 huruf; paling banyak 200"),
        ("staff_press_refused", "<b>Maaf</b>", "di sini tidak boleh ada tag HTML"),
    ],
)
def test_what_is_wrong_is_told_with_its_mend(name: str, sentence: str, told: str) -> None:
    first = next(faults(name, sentence, OFFICE))
    assert first.startswith(told)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("receipt", "Sudah. {reference}, paling lambat {due}"),
        ("menu", "Kantor {village} di {address}, buka {opening}, {phone}"),
        ("menu", "Pilih {{satu}}"),
        ("signature", ""),
        ("status_done", "Rampung"),
    ],
)
def test_what_may_be_left_out_or_added_passes(name: str, sentence: str) -> None:
    assert list(faults(name, sentence, OFFICE)) == []


def test_all_is_told_at_once_by_where_it_is_written() -> None:
    config = with_wording(
        bahasa={"source": "jv.yaml: ", "sentences": {"menu": "<b>"}},
        teks={"source": "teks.", "sentences": {"receipt": "Ya", "salah": "x"}},
    )
    assert [problem.where for problem in problems(config)] == [
        "jv.yaml: menu",
        "teks.receipt",
        "teks.receipt",
        "teks.salah",
    ]
    with pytest.raises(ConfigError) as refused:
        checked(config)
    assert len(refused.value.problems) == 4
    assert checked(VILLAGE) is VILLAGE


def test_a_signature_stands_below_what_citizens_are_told_and_not_below_what_the_staff_are() -> None:
    config = with_sentences(signature="Salam, Desa {village}")
    texts = Texts.of(config)
    told = notice(texts, NoticeKind.LETTER, LETTER, config.services, config.village).text
    assert told.endswith("Ini suratnya.\n\nSalam, Desa Karangsatria")
    alert = {"alert": "cancelled", "about": "SKU-7K3Q"}
    assert "Salam" not in notice(texts, NoticeKind.STAFF_ALERT, alert, config.services, config.village).text


def test_a_caption_keeps_room_for_the_signature() -> None:
    config = with_sentences(signature="s" * 200)
    told = notice(Texts.of(config), NoticeKind.LETTER, LETTER | {"name": "x" * 2000}, config.services, config.village)
    assert length(told.text) <= CAPTION_LIMIT
    assert told.text.endswith("s" * 200)


def test_the_javanese_file_passes_and_says_what_citizens_meet_first() -> None:
    sentences = yaml.safe_load(JAVANESE.read_text(encoding="utf-8"))
    assert sentences == read_yaml(JAVANESE)
    assert [fault for name, said in sentences.items() for fault in faults(name, said, OFFICE)] == []
    spoken = ("button_", "command_", "greeting", "menu", "status_", "receipt", "incomplete", "rejected", "letter")
    missing = [name for name in TEXTS if name.startswith(spoken) and name not in sentences]
    assert missing == []
    assert [name for name, said in sentences.items() if said == TEXTS[name] and len(said.split()) > 3] == []
