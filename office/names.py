"""How a question's title, a sheet's header and a letter's placeholder are recognised as the same name."""

import unicodedata

_ALIKE = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u200e": "", "\u200f": "", "\u202a": "", "\u202b": "", "\u202c": "", "\u202d": "", "\u202e": "",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "",
})  # fmt: skip


def fold(name: str) -> str:
    """The form in which two names are compared: case, spaces, quotes and dashes as Word corrects them are forgiven."""
    plain = unicodedata.normalize("NFKC", name.translate(_ALIKE)).translate(_ALIKE)
    # Word's autocorrect makes one dash of two hyphens.
    return " ".join(plain.replace("--", "-").split()).casefold()
