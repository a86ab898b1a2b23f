"""What is wrong with the settings, told in Indonesian with the key's path."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and what to do about it, in Indonesian. Advice may be left undone."""

    where: str
    what: str
    advice: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain from the citizen's tap to the letter: its name in Indonesian, what is wrong with it."""

    name: str
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended."""
        return all(problem.advice for problem in self.problems)


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds all that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


WORDS = {
    "missing": "belum diisi",
    "string_type": "harus berupa tulisan; bila angka, apit dengan tanda kutip",
    "string_pattern_mismatch": "hanya boleh huruf kecil, angka, dan garis bawah",
    "string_too_short": "tidak boleh kosong",
    "path_type": "harus berupa tulisan",
    "int_parsing": "harus berupa angka bulat",
    "int_type": "harus berupa angka bulat",
    "int_from_float": "harus berupa angka bulat",
    "float_parsing": "harus berupa angka",
    "float_type": "harus berupa angka",
    "bool_parsing": "harus `true` atau `false`",
    "bool_type": "harus `true` atau `false`",
    "dict_type": "harus berupa daftar `kunci: nilai`",
    "tuple_type": "harus berupa daftar, tiap isi diawali tanda `-`",
    "too_short": "harus ada paling sedikit satu isi",
    "model_type": "harus berupa daftar `kunci: nilai`",
    "date_from_datetime_parsing": "harus berupa tanggal, contoh: 2026-12-25",
    "date_from_datetime_inexact": "harus berupa tanggal, contoh: 2026-12-25",
    "date_type": "harus berupa tanggal, contoh: 2026-12-25",
    "date_parsing": "harus berupa tanggal, contoh: 2026-12-25",
}


NOT_UTF8 = "simpan ulang berkas ini sebagai teks UTF-8"


def explain(error: ErrorDetails, where: str, keys: Collection[str]) -> Problem:
    """One of pydantic's errors in the operator's words; `keys` are those that may be meant by an unknown one."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return Problem(where, str(context["error"]))
    if kind == "extra_forbidden":
        return Problem(where, f"kunci ini tidak dikenal{nearest(str(error['loc'][-1]), keys)}")
    if kind == "enum":
        return Problem(where, f"pilihannya hanya {context['expected'].replace(' or ', ' atau ')}")
    if "ge" in context:
        return Problem(where, f"paling kecil {context['ge']}")
    if "le" in context:
        return Problem(where, f"paling besar {context['le']}")
    return Problem(where, WORDS.get(kind, "isinya tidak bisa dipakai; bandingkan dengan contoh config.yaml"))


def nearest(word: str, known: Collection[str]) -> str:
    """The hint after an unknown word, or nothing when no known word is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"; mungkin maksudnya `{near[0]}`" if near else ""
