"""The forms: the script that makes them, what it printed, and the upload questions that only people can add."""

from pathlib import Path

from commands.init import handwork
from commands.init.checks import Mend
from commands.init.desk import Desk
from office.config import Config, ConfigError
from office.doors import DoorError
from office.names import fold
from office.services import Form, QuestionKind, Service
from sheets_sync.access import ENABLE
from sheets_sync.appsscript import commands as formulir
from sheets_sync.appsscript.accept import accept, is_end
from sheets_sync.appsscript.generate import lacking
from sheets_sync.appsscript.source import script
from sheets_sync.discovery import ApiIsOff
from sheets_sync.forms import FormsDoor
from sheets_sync.google import GoogleDoor

SCRIPT = "formulir-skrip.txt"
SKIP = "lewati"
Made = tuple[Service, Form]


def make(desk: Desk) -> bool:
    """Have the forms made that are lacking: write the script, take in what it printed. Whether any was lacking."""
    config = desk.folder.config()
    services = lacking(config)
    if not services:
        desk.terminal.done("Semua layanan sudah punya formulir.")
        return False
    file = write_script(desk, config, services)
    desk.terminal.say(f"Skrip untuk {len(services)} formulir sudah ditulis di {file}")
    desk.terminal.steps(handwork.FORMS.values())
    desk.terminal.say("Tempel barisnya di sini, atau ketik nama berkas yang memuatnya:")
    while not _taken_in(desk, config):
        desk.terminal.say("Tempel lagi:")
    return True


def write_script(desk: Desk, config: Config, services: list[Service]) -> Path:
    """Write the script that makes these services' forms, with the page if it is wanted; where it is."""
    account = GoogleDoor(desk.folder.secrets().google_key, "").account
    file = desk.folder.path / SCRIPT
    file.write_text(script(config, account, services), encoding="utf-8")
    return file


def _taken_in(desk: Desk, config: Config) -> bool:
    try:
        made = accept(_pasted(desk), config)
        desk.terminal.say(*formulir.fill_in(desk.folder.config_file, config, made))
    except ConfigError as error:
        for problem in error.problems:
            desk.terminal.trouble(str(problem))
        return False
    return True


def _pasted(desk: Desk) -> str:
    """What is pasted up to its last line, or two empty ones; or what stands in the file that is named instead."""
    read: list[str] = []
    for line in desk.terminal.lines():
        if not read and (file := _named(desk, line)):
            return formulir.read(file)
        read.append(line)
        if is_end(line) or (len(read) > 1 and not line.strip() and not read[-2].strip()):
            break
    desk.terminal.drop_typed_ahead()
    return "".join(read)


def _named(desk: Desk, line: str) -> Path | None:
    """The file of this name, if there is one."""
    try:
        file = desk.place(line)
        return file if file.is_file() else None
    except (Mend, OSError, ValueError):  # far too long for a name: it is a line of the code itself
        return None


def add_uploads(desk: Desk) -> None:
    """Say which upload questions are to be added by hand until all are there, or the person wants to do it later."""
    config = desk.folder.config()
    asking = [(one, one.form) for one in config.offered.values() if one.form and _uploads(one)]
    if not asking:
        desk.terminal.done("Tidak ada: berkas dibawa warga ke kantor desa.")
    while asking:
        desk.terminal.say("Memeriksa formulir...")
        try:
            asking = [one for one in asking if _lacks(desk, config, one)]
        except DoorError as error:
            desk.terminal.trouble(_why(error))
        else:
            desk.terminal.say(*formulir.by_hand(asking))
        if not asking:
            desk.terminal.done("Semua pertanyaan unggah sudah ada.")
        elif desk.terminal.ask(f"Tekan Enter bila sudah, atau ketik {SKIP}").strip().casefold() == SKIP:
            return


def _lacks(desk: Desk, config: Config, made: Made) -> bool:
    service, form = made
    with FormsDoor(desk.folder.secrets().google_key, config.google.api_url) as door:
        present = set(map(fold, door.shape(form.form_id).entries))
    return any(fold(title) not in present for title in _uploads(service))


def _uploads(service: Service) -> list[str]:
    return [one.title for one in service.form_questions if one.kind is QuestionKind.FILE]


def uploads_by_hand(config: Config) -> int:
    """How many upload questions people have to add."""
    return sum(len(_uploads(service)) for service in config.offered.values())


def _why(error: DoorError) -> str:
    if isinstance(error, ApiIsOff):
        return f"Formulir belum bisa diperiksa: {ENABLE.format(api='Forms')}."
    return f"Formulir belum bisa diperiksa ({error}). Periksa internet, dan apakah formulirnya dibagikan."
