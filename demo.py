"""The demo: simulator in this process, the service as its own process beside it, people played by the told story."""

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.staff import INVITATION
from letters.pdf import find_converter
from office import config as settings
from office.config import Config, ConfigError, Problem
from office.ledger import staff
from office.ledger.connection import LEDGER_FILE, AlreadyRunning, InstanceLock, Ledger
from office.services import Question, QuestionKind, Service
from simulator.persons import PEOPLE
from simulator.server import Simulator
from simulator.story import Ending, Plot, Story, StoryError
from simulator.village import Village, found, open_link

STOP_SECONDS = 15.0


def command(options: argparse.Namespace, _now: datetime) -> int:
    """Do `scheduler.py demo`."""
    return play(options.config, options.service, options.port, options.data, once=options.once)


def play(config_file: Path, asked: str, port: int, data: Path | None, *, once: bool) -> int:
    """Tell the story of the services asked for (a key, or `all`); the exit status. Raises ConfigError.

    With `once` it ends after the story; else the village stays open for the visitor until Ctrl-C.
    """
    config = settings.load(config_file)
    chosen = _chosen(config, asked)
    # The service must not outlive us, however we are told to end.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _emptied(data or Path("data/demo")) as home, opened(config_file, home, port) as (url, village, service):
        print(f"Halaman peragaan: {url}\n", flush=True)
        if find_converter(os.environ, home / "data") is None:
            print("LibreOffice tidak ditemukan: surat dikirim sebagai Word (DOCX), bukan PDF.\n", flush=True)
        try:
            letters = _tell_story(Story(url, village.spreadsheet, home / "diterima", _teller()), chosen)
            if not once:
                _stay(url, service)
        except StoryError as error:
            print(f"{error}. Catatan layanan: {home / 'layanan.log'}", file=sys.stderr)
            return 1
    print(f"Surat: {letters[-1]}" if letters else "Tidak ada surat: permohonannya ditolak.")
    return 0


@contextmanager
def opened(config_file: Path, home: Path, port: int = 0) -> Iterator[tuple[str, Village, subprocess.Popen[bytes]]]:
    """A simulated village, its service running as a process of its own: the page's address, the village, the service.

    All files go into `home`.
    """
    config = settings.load(config_file)
    with _simulator(port) as simulator:
        village = found(simulator.url, f"Desa {config.village.name}", form_sketches(config))
        write_settings(home, config_file, simulator.url, village)
        enrol_officer(home, simulator.url, village)
        with _service(home) as service:
            yield simulator.url, village, service


def _simulator(port: int) -> Simulator:
    try:
        return Simulator(port)
    except (OSError, OverflowError):
        raise ConfigError([Problem("--port", f"{port} tidak bisa dipakai; pilih angka lain, sampai 65535")]) from None


def _chosen(config: Config, asked: str) -> list[Service]:
    if asked == "all":
        return list(config.offered.values())
    if asked not in config.services:
        known = ", ".join(config.services)
        raise ConfigError([Problem("--service", f"layanan `{asked}` tidak ada; yang ada: {known}, atau all")])
    return [config.services[asked]]


def _teller() -> Callable[[str], None]:
    started = time.monotonic()
    return lambda line: print(f"{time.monotonic() - started:5.1f}s  {line}", flush=True)


def _tell_story(story: Story, chosen: Sequence[Service]) -> list[Path]:
    # Of several requests the second has to be completed first, and the third is turned down.
    endings = [Ending.APPROVED, Ending.COMPLETED, Ending.REJECTED][: len(chosen)]
    letters = []
    story.wait_for_office()
    for number, service in enumerate(chosen):
        ending = endings[number] if number < len(endings) else Ending.APPROVED
        letters.append(story.play(Plot(PEOPLE[number % len(PEOPLE)], service.button, ending)))
        print(flush=True)
    return [letter for letter in letters if letter]


def form_sketches(config: Config) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """The catalogue's questions as a person would enter them in the form editor."""
    return {
        service.key: (service.title, [_sketch(question) for question in service.form_questions])
        for service in config.services.values()
    }


def _sketch(question: Question) -> dict[str, Any]:
    controls = {QuestionKind.PARAGRAPH: "paragraph", QuestionKind.CHOICE: "choice", QuestionKind.DATE: "date"}
    return {
        "title": question.title,
        "type": "file" if question.kind is QuestionKind.FILE else controls.get(question.kind, "text"),
        "required": question.required,
        "options": list(question.options),
        "help": question.help,
        "max_files": question.most_files,
    }


@contextmanager
def _emptied(home: Path) -> Iterator[Path]:
    """An empty folder, ours alone: what an earlier demo left is removed, a folder with other files is refused."""
    home = home.resolve()
    mark = home / ".peragaan"
    if home.exists() and any(home.iterdir()) and not mark.exists():
        raise ConfigError([Problem("--data", f"folder {home} sudah berisi berkas lain; pilih folder kosong")])
    try:
        lock = InstanceLock(mark)
    except AlreadyRunning:
        what = f"folder {home} sedang dipakai peragaan lain; tutup dulu, atau pilih folder lain"
        raise ConfigError([Problem("--data", what)]) from None
    try:
        for left in home.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left != mark:
                left.unlink()
        yield home
    finally:
        lock.release()


def write_settings(home: Path, source: Path, url: str, village: Village) -> None:
    """Write into `home` all that a service for this village needs: the settings of `source`, pointed at `url`."""
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    google = {"api_url": url, "spreadsheet": village.spreadsheet, "baca_tiap_detik": 0.3}
    raw["telegram"] = (raw.get("telegram") or {}) | {"api_url": url, "chat_staf": village.staff_chat}
    raw["google"] = (raw.get("google") or {}) | google
    raw["desk"] = (raw.get("desk") or {}) | {"settle": 1}
    raw |= {"data_dir": "data", "berkas_formulir": "formulir.yaml"}
    raw.pop("cadangan", None)  # a demo's copies must never push out those of a real village
    named = [key for key in ("bahasa", "teks") if isinstance(raw.get(key), str)]
    raw |= {key: str((source.parent / raw[key]).resolve()) for key in named}
    raw["folder_templat"] = str((source.parent / raw.get("folder_templat", "letters/templates")).resolve())
    if find_converter(os.environ, home / "data") is None:
        # Said by the story too: an editable letter is for the demo only.
        raw["cetak"] = {"kirim_docx": True}
    forms = {
        key: {"url": form["responderUri"], "tab": form["sheetId"], "form_id": form["formId"], "entri": form["entries"]}
        for key, form in village.forms.items()
    }
    (home / "config.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (home / "formulir.yaml").write_text(yaml.safe_dump(forms, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for secret in (home / ".env", home / "kunci-google.json"):
        secret.touch(mode=0o600)
    (home / "kunci-google.json").write_text(json.dumps(village.key), encoding="utf-8")
    secrets_file = f"TELEGRAM_TOKEN={village.token}\nGOOGLE_KEY_FILE=kunci-google.json\n"
    (home / ".env").write_text(secrets_file, encoding="utf-8")


def enrol_officer(home: Path, url: str, village: Village) -> None:
    """Invite the staff chat's officer, who opens the link; enrolled as soon as the service runs."""
    with Ledger(settings.load(home / "config.yaml").data_dir / LEDGER_FILE) as ledger, ledger.write() as tx:
        code = staff.invite(tx, "Staf Pelayanan", datetime.now(UTC), secrets.choice)
    open_link(url, village.officer, f"{INVITATION}{code}")


@contextmanager
def _service(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    script = str(Path(__file__).with_name("scheduler.py"))
    command = [sys.executable, script, "--tanpa-catatan", "--config", str(home / "config.yaml")]
    environment = {name: value for name, value in os.environ.items() if name not in settings.SECRET_NAMES}
    with (home / "layanan.log").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)  # noqa: S603 - ourselves
        try:
            yield process
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _stay(url: str, service: subprocess.Popen[bytes]) -> None:
    print(f"Silakan bermain sendiri di {url} - hentikan dengan Ctrl-C.", flush=True)
    with suppress(KeyboardInterrupt):
        service.wait()
        raise StoryError("Layanan berhenti sendiri")
