"""The texts of the Apps Script as they ship with the program."""

from pathlib import Path

from office.config import Config
from office.services import Service
from sheets_sync.appsscript import generate

_HERE = Path(__file__).parent


def script(config: Config, account: str, services: list[Service]) -> str:
    """See `generate.script`."""
    parts = [(_HERE / name).read_text(encoding="utf-8") for name in ("template.js", "verification_page.js")]
    return generate.script(config, account, services, *parts)
