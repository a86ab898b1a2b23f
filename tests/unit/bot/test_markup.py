"""HTML as Telegram reads it: what we let pass, the simulated Telegram takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import faults, has_tags, plain
from simulator.telegram.entities import formatted
from simulator.telegram.errors import BotError

PIECES = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    '<a href="https://x.id">',
    "</a>",
    "<br>",
    "<",
    ">",
    "&",
    "&lt;",
    "kata ",
    "</u>",
]


@pytest.mark.parametrize(
    "text",
    [
        "Halo <b>Bapak <i>dan</i> Ibu</b>",
        'Tanya <a href="https://wa.me/6221?text=a&b">di sini</a>',
        '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
        "<blockquote expandable>panjang</blockquote><code>1</code><pre>2</pre><u>3</u><s>4</s>",
        "5 > 3 &lt; 4 & lainnya",
        "<B>besar</B>",
    ],
)
def test_what_telegram_knows_passes(text: str) -> None:
    assert list(faults(text)) == []
    formatted(text, "HTML", 4096)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>tebal", "tag `<b>` belum ditutup; tambahkan `</b>`"),
        ("tebal</b>", "`</b>` tidak ada pembukanya; tambahkan `<b>` di depannya, atau hapus"),
        ("<b><i>x</b></i>", "tag `<i>` harus ditutup sebelum `</b>`"),
        ("baris<br>baru", "tag `<br>` tidak dikenal Telegram; yang dikenal: b, strong"),
        ("umur < 17", "tanda `<` di luar tag harus ditulis `&lt;`"),
        ("<a>di sini</a>", 'isi tag `<a>` salah; contoh yang benar: <a href="https://contoh.id">di sini</a>'),
        ('<a href="{phone}">x</a>', 'isi tag `<a href="{phone}">` salah'),
        ('<b class="x">x</b>', 'isi tag `<b class="x">` salah; contoh yang benar: <b>...</b>'),
    ],
)
def test_what_telegram_refuses_is_told_with_its_mend(text: str, told: str) -> None:
    found = list(faults(text))
    assert found[0].startswith(told)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_no_text_passes_that_telegram_would_refuse(text: str) -> None:
    """Whatever the mixture of tags and signs; a text of nothing is another matter."""
    text += "."
    if not list(faults(text)):
        try:
            formatted(text, "HTML", 4096)
        except BotError as error:
            raise AssertionError(f"{text} was let pass") from error


def test_a_button_shows_tags_as_they_stand() -> None:
    """Where Telegram reads no HTML, its signs would be seen."""
    assert has_tags("<b>Menu</b>")
    assert has_tags("Surat &amp; berkas")
    assert not has_tags("Surat & berkas > 3")


def test_a_text_as_it_reads_on_a_terminal() -> None:
    assert plain('Baris <b>Meja &amp; Arsip</b>: 1 &lt; 2, <a href="https://x.id">ini</a> < itu') == (
        "Baris Meja & Arsip: 1 < 2, ini < itu"
    )
