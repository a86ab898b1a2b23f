"""`poster`: the page for the office's wall that leads people to the bot."""

import argparse
import os
import tempfile
from datetime import datetime
from pathlib import Path

from bot.opening import opening_words
from bot.telegram import TelegramDoor
from letters.pdf import ConversionFailed, find_converter
from letters.poster import Offer, Poster, make
from office import config as settings
from office.config import Config, ConfigError, Problem


def poster(options: argparse.Namespace, _now: datetime) -> int:
    """Draw the poster; the bot's name is asked of Telegram. What was drawn before, and perhaps changed, stays."""
    config = settings.load(options.config)
    path = _free(options.ke / "poster.docx" if options.ke.is_dir() else options.ke.with_suffix(".docx"))
    keys = settings.load_secrets(options.config.parent)
    bot = TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url).me()
    print(f"Menggambar poster untuk @{bot} ...")
    # A profile of its own: that of the running service may be in use.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        converter = find_converter(os.environ, Path(home), config.printing.libreoffice)
        try:
            made = make(_said(config, bot), path, converter)
        except ConversionFailed as error:
            raise ConfigError(
                [Problem("LibreOffice", f"PDF-nya tidak jadi ({error}). Cetak dari Word: {path}")]
            ) from None
    print(f"Poster: {path}")
    print(
        f"PDF, siap dicetak di kertas A4: {made}" if made else "LibreOffice tidak ada, jadi tanpa PDF. Cetak dari Word."
    )
    return 0


def _said(config: Config, bot: str) -> Poster:
    village = config.village
    offers = [Offer(service.title, service.cost, service.working_days) for service in config.offered.values()]
    return Poster(village.name, bot, offers, opening_words(village.opening), village.phone, village.address)


def _free(path: Path) -> Path:
    for there in (path, path.with_suffix(".pdf")):
        if there.exists():
            what = f"{there} sudah ada dan tidak diubah; pindahkan dulu, atau pilih nama lain dengan --ke"
            raise ConfigError([Problem("--ke", what)])
    return path
