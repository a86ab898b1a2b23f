"""`config.yaml`: the village's settings. Every problem is found at once and told in Indonesian with the key's path."""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from office.hours import DAYS, Hours
from office.services import Line, Service, Settings

SECRET_NAMES = ("TELEGRAM_TOKEN", "GOOGLE_KEY_FILE")
"""The environment's names of the secrets."""
_SPAN = re.compile(r"^(\d{1,2})[.:](\d{2})\s*-\s*(\d{1,2})[.:](\d{2})$")
_SETS_FILE = Path(__file__).with_name("questions.yaml")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and what to do about it, in Indonesian."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds all that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


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
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                "zona waktu tidak dikenal; pakai Asia/Jakarta, Asia/Makassar atau Asia/Jayapura"
            ) from error
        return name

    @field_validator("opening")
    @classmethod
    def _days_and_spans(cls, opening: dict[str, str]) -> dict[str, str]:
        if not opening:
            raise ValueError("isi paling sedikit satu hari buka")
        for day, span in opening.items():
            if day not in DAYS:
                raise ValueError(f"hari `{day}` tidak dikenal; pakai {', '.join(DAYS)}")
            _span(span)
        return opening

    @property
    def hours(self) -> Hours:
        """The opening hours, ready to reckon with."""
        spans = {DAYS.index(day): _span(span) for day, span in self.opening.items()}
        return Hours(ZoneInfo(self.zone), spans, frozenset(self.holidays))


class Signer(Settings):
    """Who signs the letters."""

    name: Line = Field(alias="nama")
    office: Line = Field(alias="jabatan")
    nip: str = Field(default="", alias="nip")


class Telegram(Settings):
    """The chat side. The token is a secret and stands in `.env`."""

    api_url: str = "https://api.telegram.org"
    staff_chat: int | None = Field(default=None, alias="chat_staf")


class Google(Settings):
    """The spreadsheet side. The key's path is a secret and stands in `.env`."""

    api_url: str | None = None
    spreadsheet: str = ""
    poll_seconds: float = Field(default=10, ge=0.2, le=600, alias="baca_tiap_detik")
    since: date | None = Field(default=None, alias="sejak", description="older rows are history; default: set-up")


class DeskSettings(Settings):
    """How the desk behaves."""

    settle: float = Field(default=30, ge=0, le=600, description="seconds a decision must stand unchanged")
    burst: int = Field(default=5, ge=1, description="most new approvals that count at once")


class Config(Settings):
    """All settings of one village."""

    village: Village = Field(alias="desa")
    signer: Signer = Field(alias="penandatangan")
    telegram: Telegram = Telegram()
    google: Google = Google()
    desk: DeskSettings = DeskSettings()
    data_dir: Path = Path("data")
    templates: Path = Field(default=Path("letters/templates"), alias="folder_templat")
    forms: Path = Field(default=Path("formulir.yaml"), alias="berkas_formulir")
    services: dict[str, Service] = Field(alias="layanan", min_length=1)

    @model_validator(mode="after")
    def _shorts_differ(self) -> "Config":
        shorts = [service.short.upper() for service in self.services.values()]
        if twice := sorted({short for short in shorts if shorts.count(short) > 1}):
            raise ValueError(f"layanan: `singkatan` harus berbeda-beda; kembar: {', '.join(twice)}")
        return self

    @property
    def by_tab(self) -> dict[int, Service]:
        """The services that have a form, by the sheet id of its tab."""
        return {service.form.tab: service for service in self.services.values() if service.form}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must never be written down in `config.yaml`, a log or an error."""

    telegram_token: SecretStr
    google_key: Path


def load(path: Path) -> Config:
    """Read `config.yaml` and the forms file it names; relative paths are meant from its folder.

    Raises ConfigError with every problem.
    """
    raw = _read_yaml(path)
    forms_file = path.parent / str(raw.get("berkas_formulir") or "formulir.yaml")
    forms = _read_yaml(forms_file) if forms_file.exists() else {}
    sets = _read_yaml(_SETS_FILE) | (raw.pop("kelompok_pertanyaan", None) or {})
    problems = _complete(raw, forms, sets)
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError([*problems, *map(_explain, error.errors())]) from None
    if problems:
        raise ConfigError(problems)
    return config.model_copy(
        update={"data_dir": path.parent / config.data_dir, "templates": path.parent / config.templates}
    )


def load_secrets(folder: Path, environment: Mapping[str, str] = os.environ) -> Secrets:
    """The secrets from the environment, else from `.env` in the given folder. Raises ConfigError."""
    known = dotenv_values(folder / ".env") | dict(environment)
    token, key = known.get("TELEGRAM_TOKEN") or "", known.get("GOOGLE_KEY_FILE") or ""
    problems = []
    if not re.fullmatch(r"\d+:[\w-]{20,}", token):
        problems.append(Problem(".env: TELEGRAM_TOKEN", "belum ada atau salah bentuk; salin dari BotFather"))
    if not key or not (folder / key).is_file():
        problems.append(Problem(".env: GOOGLE_KEY_FILE", "isi dengan letak berkas kunci akun layanan Google (.json)"))
    if problems:
        raise ConfigError(problems)
    return Secrets(SecretStr(token), folder / key)


class _Loader(yaml.SafeLoader):
    """YAML in which a key that stands twice is a mistake, not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := {str(key) for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(
                None, None, f"kunci {', '.join(sorted(twice))} tertulis dua kali", node.start_mark
            )
        return super().construct_mapping(node, deep)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise ConfigError([Problem(path.name, "berkas ini tidak ada")]) from None
    except UnicodeDecodeError:
        raise ConfigError([Problem(path.name, "simpan ulang berkas ini sebagai teks UTF-8")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        what = f"tidak terbaca di baris {line}: {error.problem}. Periksa spasi di awal baris dan tanda titik dua"
        raise ConfigError([Problem(path.name, what)]) from None
    except yaml.YAMLError:
        raise ConfigError(
            [Problem(path.name, "berisi huruf yang tidak bisa dibaca; simpan ulang sebagai UTF-8")]
        ) from None
    if not isinstance(raw, dict):
        raise ConfigError([Problem(path.name, "isinya bukan daftar pengaturan `kunci: nilai`")])
    return raw


def _complete(raw: dict[str, Any], forms: dict[str, Any], sets: dict[str, Any]) -> list[Problem]:
    """Put each service's key, form and shared question sets in place; the sets that are unknown are problems."""
    problems: list[Problem] = []
    services = raw.get("layanan")
    for key, service in services.items() if isinstance(services, dict) else ():
        if not isinstance(service, dict):
            continue
        service["key"] = str(key)
        service["form"] = forms.get(key)
        questions: list[Any] = []
        for place, entry in enumerate(service.get("pertanyaan") or []):
            if not isinstance(entry, str):
                questions.append(entry)
            elif entry in sets:
                questions.extend(sets[entry])
            else:
                where = f"layanan.{key}.pertanyaan.{place + 1}"
                problems.append(Problem(where, f"kelompok `{entry}` tidak dikenal{_nearest(entry, sets)}"))
        service["pertanyaan"] = questions
    return problems


def _span(span: str) -> tuple[time, time]:
    found = _SPAN.match(str(span).strip())
    if not found:
        raise ValueError(f"jam `{span}` tidak terbaca; contoh yang benar: 08.00-15.00")
    hours = [int(part) for part in found.groups()]
    try:
        opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError:
        raise ValueError(f"jam `{span}` tidak ada; contoh yang benar: 08.00-15.00") from None
    if opens >= closes:
        raise ValueError(f"jam `{span}`: jam tutup harus sesudah jam buka")
    return opens, closes


_WORDS = {
    "missing": "belum diisi",
    "string_type": "harus berupa tulisan; bila angka, apit dengan tanda kutip",
    "string_too_short": "tidak boleh kosong",
    "int_parsing": "harus berupa angka bulat",
    "int_type": "harus berupa angka bulat",
    "float_parsing": "harus berupa angka",
    "float_type": "harus berupa angka",
    "bool_parsing": "harus `true` atau `false`",
    "dict_type": "harus berupa daftar `kunci: nilai`",
    "tuple_type": "harus berupa daftar, tiap isi diawali tanda `-`",
    "too_short": "harus ada paling sedikit satu isi",
    "model_type": "harus berupa daftar `kunci: nilai`",
    "date_from_datetime_parsing": "harus berupa tanggal, contoh: 2026-12-25",
    "date_parsing": "harus berupa tanggal, contoh: 2026-12-25",
}


def _explain(error: ErrorDetails) -> Problem:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return Problem(where, str(context["error"]))
    if kind == "extra_forbidden":
        return Problem(where, f"kunci ini tidak dikenal{_nearest(str(error['loc'][-1]), _ALIASES)}")
    if kind == "enum":
        return Problem(where, f"pilihannya hanya {context['expected'].replace(' or ', ' atau ')}")
    if limit := next((context[name] for name in ("ge", "le") if name in context), None):
        side = "paling kecil" if "ge" in context else "paling besar"
        return Problem(where, f"{side} {limit}")
    return Problem(where, _WORDS.get(kind, f"tidak bisa dipakai ({error['msg']})"))


def _nearest(word: str, known: Mapping[str, Any] | set[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; mungkin maksudnya `{near[0]}`" if near else ""


def _aliases(model: type[Settings]) -> set[str]:
    names: set[str] = set()
    for name, field in model.model_fields.items():
        names.add(field.alias or name)
    return names


_ALIASES = {
    alias for model in (Config, Village, Signer, Telegram, Google, DeskSettings, Service) for alias in _aliases(model)
}
