"""The table of sentences, and how a sentence is filled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import ABOUT_LIMIT, CAPTION_LIMIT, DESCRIPTION_LIMIT, TEXT_LIMIT, TEXTS, Texts
from tests.unit.bot.village import SHIPPED


def test_what_people_write_is_escaped() -> None:
    """A name with HTML's signs is shown as it was written and is no tag."""
    told = SHIPPED.say("staff_arrival", reference="SKU-7K3Q", service="<b>& Co", due="Selasa")
    assert told == "Permohonan baru: <b>SKU-7K3Q</b> (&lt;b&gt;&amp; Co).\nTenggat: Selasa."


def test_a_long_message_is_cut_and_says_so() -> None:
    """5,000 characters fit Telegram's limit, the tags and the sentence's end stay whole."""
    told = SHIPPED.say("rejected", reference="SKU-7K3Q", service="SKU", message="panjang " * 625, phone="021 5550 0123")
    assert len(told) <= TEXT_LIMIT
    assert told.startswith("Mohon maaf, permohonan <b>SKU-7K3Q</b>")
    assert "…”.\nAda pertanyaan?" in told
    assert told.endswith("telepon 021 5550 0123.")


def test_a_short_message_is_left_alone() -> None:
    """Nothing is cut that fits."""
    assert SHIPPED.say("alert_other", about="Meja", alert="x") == "Perlu dicek: <b>Meja</b> (x)."


@given(st.text(alphabet="a<&😀 é", max_size=3000), st.text(alphabet="b>😀", max_size=3000))
def test_whatever_is_filled_in_fits(name: str, number: str) -> None:
    """No mixture of emoji and escaped signs exceeds a caption, and no escape is cut in two."""
    told = SHIPPED.say("letter", limit=CAPTION_LIMIT, service="SKU", name=name, number=number)
    assert len(told.encode("utf-16-le")) // 2 <= CAPTION_LIMIT
    assert not re.search(r"&(?!(amp|lt|gt);)", told)


@pytest.mark.parametrize("name", TEXTS)
def test_every_sentence_is_sound(name: str) -> None:
    """Tags are closed, placeholders are plain names, and nobody is addressed rudely."""
    text = TEXTS[name]
    assert re.findall(r"<(\w+)>", text) == re.findall(r"</(\w+)>", text)
    assert all(re.fullmatch(r"[a-z_]+", field) for field in re.findall(r"{(.*?)}", text))
    assert not re.search(r"\b(kamu|anda|lu)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("button_")])
def test_a_button_is_one_to_four_words(name: str) -> None:
    """Buttons are short."""
    assert 1 <= len(TEXTS[name].split()) <= 4


def test_commands() -> None:
    """The chat's menu button lists the commands in this order."""
    assert SHIPPED.commands() == {
        "start": "Menu layanan",
        "status": "Status permohonan saya",
        "cek": "Periksa keaslian surat",
        "bantuan": "Cara mengajukan surat",
        "privasi": "Data apa yang kami simpan",
        "hapus": "Hapus data saya",
        "batal": "Batal, kembali ke menu",
    }


def described(village: str, opening: str, phone: str) -> tuple[str, str]:
    """What Telegram shows of the bot of a village with this name, these hours and this number."""
    return Texts(office={"village": village, "opening": opening, "phone": phone}).description()


def test_the_bot_says_when_the_office_is_open_and_where_to_phone() -> None:
    """As plain text, so that nothing is escaped."""
    long, short = described("Karang & Satria", "Senin-Jumat 08.00-15.00", "021 5550 0123")
    assert "Kantor buka Senin-Jumat 08.00-15.00.\nTelepon 021 5550 0123." in long
    assert short == "Layanan surat Desa Karang & Satria. Telepon 021 5550 0123. Buka Senin-Jumat 08.00-15.00."


def test_a_description_that_is_too_long_loses_its_end() -> None:
    """Whole sentences are left out, so that no number and no hour is cut in two."""
    opening = "Senin-Kamis 08.00-15.00, Jumat 08.00-11.00, Sabtu 09.00-10.00"
    long, short = described("Karangsatria Indah Permai", opening, "021 5550 0123")
    assert len(long) <= DESCRIPTION_LIMIT
    assert short == "Layanan surat Desa Karangsatria Indah Permai. Telepon 021 5550 0123."
    assert len(described("x" * 200, opening, "021")[1]) <= ABOUT_LIMIT
