"""`config.yaml`: the village's settings. Every problem is found at once and told in Indonesian with the key's path."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from office.hours import DAYS, Hours
from office.problems import NOT_UTF8, ConfigError, Problem, explain
from office.services import LetterSettings, Limit, Line, ListSource, Papers, Question, Service, Settings
from office.settings_file import gather, read_yaml
from office.wording import Wording, gather_sentences

__all__ = ["Config", "ConfigError", "Problem", "Secrets", "load", "load_secrets"]

DESK_TAB = 17_081_945
"""The desk's sheet id, chosen by us: it is found again whatever people call the tab."""
SECRET_NAMES = ("TELEGRAM_TOKEN", "GOOGLE_KEY_FILE", "CERTIFICATE_PASSPHRASE", "BACKUP_PASSPHRASE")
"""The environment's names of the secrets."""
TOKEN = re.compile(r"\d+:[\w-]{20,}")
"""What a bot's token looks like."""
PAGE = re.compile(r"https://script\.google\.com/[\w./-]+/exec")
"""A web app's address that anybody may open; the one that ends in `/dev` opens for its maker alone."""
_SPAN = re.compile(r"^(\d{1,2})[.:](\d{2})\s*-\s*(\d{1,2})[.:](\d{2})$")


class Village(Settings):
    """Who the office is; printed in letters and told in the chat."""

    name: Line = Field(alias="nama")
    code: Line = Field(alias="kode", description="the village's part of a letter number")
    district: Line = Field(alias="kecamatan")
    regency: Line = Field(alias="kabupaten")
    province: Line = Field(alias="provinsi")
    address: Line = Field(alias="alamat")
    postcode: str = Field(default="", alias="kode_pos")
    phone: Line = Field(alias="telepon")
    zone: str = Field(default="Asia/Jakarta", alias="zona_waktu")
    opening: dict[str, str] = Field(alias="jam_buka", description="`senin: 08.00-15.00`, days not named are closed")
    holidays: tuple[date, ...] = Field(default=(), alias="libur")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, such as `Asia`
            raise ValueError(
                "zona waktu tidak dikenal; pakai Asia/Jakarta, Asia/Makassar atau Asia/Jayapura"
            ) from error
        return name

    @field_validator("opening")
    @classmethod
    def _days_and_spans(cls, opening: dict[str, str]) -> dict[str, str]:
        if not opening:
            raise ValueError("isi paling sedikit satu hari buka")
        if wrong := [why for day, span in opening.items() for why in wrong_opening(day, span)]:
            raise ValueError("; ".join(wrong))
        return opening

    @property
    def hours(self) -> Hours:
        """The opening hours, ready to reckon with."""
        spans = {DAYS.index(day): _span(span) for day, span in self.opening.items()}
        return Hours(ZoneInfo(self.zone), spans, frozenset(self.holidays))


class SigningFor(StrEnum):
    """In what right somebody signs who is not the head himself."""

    ACTING = "Plt."
    DEPUTY = "Plh."
    ON_BEHALF = "a.n."


class Signer(Settings):
    """Who signs the letters, and from when to when (both days included)."""

    name: Line = Field(alias="nama")
    office: Line = Field(alias="jabatan")
    nip: str = ""
    form: SigningFor | None = Field(default=None, alias="bentuk")
    own_office: str = Field(default="", alias="jabatan_sendiri", description="of one who signs a.n. another")
    first_day: date = Field(default=date.min, alias="mulai")
    last_day: date = Field(default=date.max, alias="sampai")

    @model_validator(mode="after")
    def _fits_together(self) -> "Signer":
        if (self.form is SigningFor.ON_BEHALF) != bool(self.own_office):
            raise ValueError("`jabatan_sendiri` diisi hanya, dan selalu, bila `bentuk: a.n.`")
        if self.first_day > self.last_day:
            raise ValueError("`mulai` harus sebelum `sampai`")
        return self

    @property
    def title(self) -> str:
        """The office above the signature: `Plt. Kepala Desa X`, or two lines for one who signs a.n."""
        head = f"{self.form} {self.office}" if self.form else self.office
        return f"{head}\n{self.own_office}" if self.own_office else head


class Printing(Settings):
    """How letters leave the office."""

    send_docx: bool = Field(default=False, alias="kirim_docx", description="an editable file instead of a PDF")
    libreoffice: Path | None = Field(default=None, description="the program, where it is not found by itself")
    certificate: Path | None = Field(default=None, alias="sertifikat", description="the village's own, PKCS#12")

    @property
    def signs(self) -> bool:
        """Whether letters carry the village's electronic signature; an editable file never does."""
        return self.certificate is not None and not self.send_docx


class Telegram(Settings):
    """The chat side. The token is a secret and stands in `.env`."""

    api_url: str = "https://api.telegram.org"
    staff_chat: int | None = Field(default=None, alias="chat_staf")
    confirm: bool = Field(default=True, alias="konfirmasi", description="letters only after the citizen's own Ya")


class Google(Settings):
    """The spreadsheet side. The key's path is a secret and stands in `.env`."""

    api_url: str | None = None
    spreadsheet: str = ""
    poll_seconds: float = Field(default=10, ge=0.2, le=600, alias="baca_tiap_detik")
    since: date | None = Field(default=None, alias="sejak", description="older rows are history; default: set-up")
    editors: tuple[Line, ...] = Field(
        default=(), alias="penyunting", description="who may change the script's cells; none: people are only warned"
    )
    verification_page: bool = Field(
        default=False, alias="halaman_verifikasi", description="letters can be checked on a web page of Google's"
    )
    page_address: str | None = Field(
        default=None, alias="alamat_halaman", description="of that page, which the letters' QR then opens"
    )

    @field_validator("page_address")
    @classmethod
    def _page_is_for_all(cls, address: str | None) -> str | None:
        if address and not PAGE.fullmatch(address):
            raise ValueError("salin alamat Web app dari Deploy: https://script.google.com/.../exec")
        return address

    @property
    def letters_page(self) -> str:
        """Where a stranger with a browser can check letters; empty where only the bot tells."""
        return self.page_address or "" if self.verification_page else ""

    @property
    def desk_link(self) -> str:
        """Where a browser, or the phone's app, opens the desk; empty while there is no spreadsheet."""
        here = (self.api_url or "https://docs.google.com").rstrip("/")
        return f"{here}/spreadsheets/d/{self.spreadsheet}/edit#gid={DESK_TAB}" if self.spreadsheet else ""


class DeskSettings(Settings):
    """How the desk behaves."""

    settle: float = Field(default=30, ge=0, le=600, description="seconds a decision must stand unchanged")
    burst: int = Field(default=5, ge=1, description="most new approvals that count at once")
    expiry_days: int = Field(default=14, ge=0, alias="kedaluwarsa_hari", description="0: nothing expires")


class Backup(Settings):
    """Copies of ledger, archive and settings. The passphrase is a secret and stands in `.env`."""

    folder: Path | None = Field(default=None, description="default: in the data folder")
    keep: int = Field(default=14, ge=1, alias="simpan", description="newest copies kept, beside one of each month")
    every_hours: int = Field(default=24, ge=1, le=72, alias="tiap_jam")


class Watching(Settings):
    """When the staff hear of what stays broken."""

    minutes: float = Field(default=10, ge=0, le=1440, alias="kabari_menit")
    least_free_mb: int = Field(default=500, ge=0, alias="sisa_disk_mb", description="less is nearly full")


class Privacy(Settings):
    """How many days (years) each kind of personal data is kept; 0 is for good."""

    chat_days: int = Field(default=2, ge=2, le=30, alias="percakapan_hari", description="messages to the bot")
    notice_days: int = Field(default=90, ge=0, le=36_500, alias="kabar_hari", description="what notices said")
    answer_days: int = Field(default=365, ge=0, le=36_500, alias="jawaban_hari", description="after closing")
    letter_years: int = Field(default=0, ge=0, le=100, alias="surat_tahun", description="files and what is in them")
    nik_days: int = Field(default=90, ge=0, le=36_500, alias="sensor_nik_hari", description="after closing: masked")


class Config(Settings):
    """All settings of one village."""

    village: Village = Field(alias="desa")
    signers: tuple[Signer, ...] = Field(alias="penandatangan", min_length=1, description="the first whose time it is")
    printing: Printing = Field(default=Printing(), alias="cetak")
    telegram: Telegram = Telegram()
    google: Google = Google()
    desk: DeskSettings = DeskSettings()
    papers: Papers = Field(default=Papers.UPLOADED, alias="berkas", description="of services that do not say it")
    data_dir: Path = Path("data")
    templates: Path = Field(default=Path("letters/templates"), alias="folder_templat")
    forms: Path = Field(default=Path("formulir.yaml"), alias="berkas_formulir")
    backup: Backup = Field(default=Backup(), alias="cadangan")
    privacy: Privacy = Field(default=Privacy(), alias="privasi")
    language: Wording = Field(
        default=Wording(), alias="bahasa", description="a second language; Indonesian where it lacks"
    )
    texts: Wording = Field(
        default=Wording(), alias="teks", description="the village's own sentences, before all others"
    )
    watching: Watching = Field(default=Watching(), alias="gangguan")
    services: dict[str, Service] = Field(alias="layanan", min_length=1)

    @field_validator("signers", mode="before")
    @classmethod
    def _one_or_more(cls, signers: object) -> object:
        return [signers] if isinstance(signers, dict) else signers

    @property
    def offered(self) -> dict[str, Service]:
        """The services that people may ask for now; of the others only what was begun goes on."""
        return {key: service for key, service in self.services.items() if service.offered}

    def signer(self, day: date) -> Signer | None:
        """Who signs on this day."""
        return next((signer for signer in self.signers if signer.first_day <= day <= signer.last_day), None)

    @property
    def backup_folder(self) -> Path:
        """Where copies of the village's state are put."""
        return self.backup.folder or self.data_dir / "cadangan"

    @property
    def by_tab(self) -> dict[int, Service]:
        """The services that have a form, by the sheet id of its tab."""
        return {service.form.tab: service for service in self.services.values() if service.form}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must never be written down in `config.yaml`, a log or an error."""

    telegram_token: SecretStr
    google_key: Path
    passphrase: SecretStr | None = None
    """Of the village's certificate, where it signs electronically."""
    backup_passphrase: SecretStr | None = None
    """Of the copies, where they are encrypted."""


def load(path: Path) -> Config:
    """Read `config.yaml` and the forms file it names; relative paths are meant from its folder.

    Raises ConfigError with every problem.
    """
    raw = read_yaml(path)
    forms_file = path.parent / str(raw.get("berkas_formulir") or "formulir.yaml")
    sources, problems = gather(raw, forms_file)
    problems += gather_sentences(raw, path.parent, sources)
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        known = [one for one in error.errors() if one["loc"] not in sources.incomplete]
        wrong = [explain(one, sources.where(one["loc"]), _KEYS) for one in known]
        raise ConfigError(list(dict.fromkeys([*problems, *wrong]))) from None
    if problems:
        raise ConfigError(problems)
    if not config.offered:
        raise ConfigError([Problem("layanan", "harus ada paling sedikit satu yang tidak `aktif: false`")])
    here = path.parent
    certificate = config.printing.certificate
    printing = config.printing.model_copy(update={"certificate": here / certificate if certificate else None})
    copies = config.backup.folder
    backup = config.backup.model_copy(update={"folder": here / copies if copies else None})
    places = {"data_dir": here / config.data_dir, "templates": here / config.templates}
    return config.model_copy(update={**places, "printing": printing, "backup": backup})


def load_secrets(folder: Path, environment: Mapping[str, str] = os.environ) -> Secrets:
    """The secrets from the environment, else from `.env` in the given folder. Raises ConfigError."""
    token, key, *words = _values(folder, environment)
    problems = []
    if not TOKEN.fullmatch(token):
        problems.append(Problem(".env: TELEGRAM_TOKEN", "belum ada atau salah bentuk; salin dari BotFather"))
    if not key or not _is_file(folder / key):
        problems.append(Problem(".env: GOOGLE_KEY_FILE", "isi dengan letak berkas kunci akun layanan Google (.json)"))
    if problems:
        raise ConfigError(problems)
    passphrase, backup_passphrase = (SecretStr(word) if word else None for word in words)
    return Secrets(SecretStr(token), folder / key, passphrase, backup_passphrase)


def load_secret(folder: Path, name: str, environment: Mapping[str, str] = os.environ) -> str:
    """One of SECRET_NAMES as it is written; empty where it is not. Raises ConfigError."""
    return dict(zip(SECRET_NAMES, _values(folder, environment), strict=True))[name]


def load_backup_passphrase(folder: Path, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
    """That secret alone, for a folder in which the others may not be yet. Raises ConfigError."""
    *_, word = _values(folder, environment)
    return SecretStr(word) if word else None


def _values(folder: Path, environment: Mapping[str, str]) -> list[str]:
    try:
        written = dotenv_values(folder / ".env")
    except UnicodeDecodeError:
        raise ConfigError([Problem(".env", NOT_UTF8)]) from None
    return [environment.get(name) or written.get(name) or "" for name in SECRET_NAMES]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # not a name at all, perhaps the key's own text: its error would quote it
        return False


def wrong_opening(day: str, span: str) -> Iterator[str]:
    if day not in DAYS:
        yield f"hari `{day}` tidak dikenal, pakai {', '.join(DAYS)}"
    try:
        _span(span)
    except ValueError as error:
        yield str(error)


def _span(span: str) -> tuple[time, time]:
    found = _SPAN.match(str(span).strip())
    if not found:
        raise ValueError(f"jam `{span}` tidak terbaca, contoh yang benar: 08.00-15.00")
    hours = [int(part) for part in found.groups()]
    try:
        opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError:
        raise ValueError(f"jam `{span}` tidak ada, contoh yang benar: 08.00-15.00") from None
    if opens >= closes:
        raise ValueError(f"jam `{span}`: jam tutup harus sesudah jam buka")
    return opens, closes


_PARTS = (
    *(Config, Village, Signer, Printing, Telegram, Google, DeskSettings, Backup, Privacy, Watching),
    *(Service, Question, LetterSettings, Limit, ListSource),
)
_KEYS = frozenset(field.alias or name for part in _PARTS for name, field in part.model_fields.items()) - {"key", "form"}
"""What an operator may write in `config.yaml`."""
