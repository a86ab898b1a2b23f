"""What the bot says about a person's data."""

from bot.privacy import privacy_screen
from bot.replies import Replies
from bot.texts import TEXT_LIMIT
from office.config import Config, Privacy
from tests.unit.bot.village import FakeDoor, message, village_config


def told(**kept: int) -> str:
    settings: Config = village_config().model_copy(update={"privacy": Privacy.model_validate(kept)})
    return privacy_screen(settings).text


def test_it_says_what_why_how_long_where_and_whom_to_ask() -> None:
    """All in one message that Telegram takes."""
    text = told()
    for part in (
        "NIK", "2 hari", "90 hari", "365 hari setelah permohonan selesai", "seterusnya", "Untuk apa", "luar negeri",
        "laptop kantor desa", "buku surat keluar", "UU 27/2022", "021 5550 0123", "Jalan Contoh Nomor 1",
    ):  # fmt: skip
        assert part in text
    assert len(text) < TEXT_LIMIT


def test_it_follows_the_villages_settings() -> None:
    """What was set otherwise is told otherwise, also that something is kept for good."""
    text = told(percakapan_hari=3, kabar_hari=0, jawaban_hari=30, surat_tahun=5, sensor_nik_hari=0)
    assert "Pesan ke bot ini: 3 hari." in text
    assert "Isi kabar dari kami: disimpan seterusnya." in text
    assert "30 hari setelah permohonan selesai. NIK dan nomor KK ditutup sebagian: belum." in text
    assert "Surat yang sudah terbit: 5 tahun." in text


def test_the_command_is_answered(replies: Replies, door: FakeDoor) -> None:
    """Whoever types it reads it."""
    replies.handle(message("/privasi"))
    assert door.sent(5)[0].startswith("<b>Data Bapak/Ibu di Desa Karangsatria</b>")
