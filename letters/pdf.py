"""PDF: LibreOffice prints letters, several in one call; what came out is read again to prove that nothing is lost.

LibreOffice is a guest: it has no shell, a profile and an environment of its own, and is killed whole when it is late.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pypdf import PdfReader

from letters.glyphs import stand_ins, undrawn
from letters.shelf import write_whole
from office.ledger.connection import AlreadyRunning, InstanceLock

_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)")
_PASSED_ON = {
    *("PATH", "HOME", "TMPDIR"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA"),
    *("LOCALAPPDATA", "PROGRAMDATA", "COMMONPROGRAMFILES", *_WINDOWS_ROOTS),
}
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
_CONVERT = ("--convert-to", "pdf:writer_pdf_Export")
_PROFILE, _WORK = "profil-", "kerja-"
_SICK_AFTER = 2


class ConversionFailed(Exception):  # noqa: N818 - says what is the case
    """No PDF, or none that can be read. The text says why, for the log, and holds nothing of any letter."""


class Converter:
    """LibreOffice, with its profile kept under `home` (0700), so that its slow first start is paid once.

    `environment` is the process's; only what finds programs, fonts and temporary folders is passed on.
    """

    def __init__(self, program: Path, home: Path, environment: Mapping[str, str]) -> None:
        self.program = program
        self._home = home.absolute()
        # Windows' names come in any case. LibreOffice turns paths beyond ASCII into bytes by the locale's charset.
        passed_on = {name: value for name, value in environment.items() if name.upper() in _PASSED_ON}
        self._environment = passed_on | {"LC_ALL": "C.UTF-8"}
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def convert(self, letters: Sequence[Path], into: Path, timeout: float) -> dict[Path, Path]:
        """Print each `<name>.docx` to `<into>/<name>.pdf` (0600, whole or not at all); by letter its PDF.

        A letter that cannot be printed is not in the result. What a first call leaves undone is tried letter by letter,
        so that a bad one does not stop the others; each call of LibreOffice may take `timeout` seconds.

        Raises ConversionFailed when nothing came out, ValueError for two letters of one name, OSError for the files.
        """
        if len({letter.stem.casefold() for letter in letters}) < len(letters):
            raise ValueError("two letters would become the same PDF")
        if not letters:
            return {}
        with self._alone():
            made, reason = self._call(letters, into, timeout)
            left = [letter for letter in letters if letter not in made] if len(letters) > 1 else []
            # LibreOffice works in order, so the first one left is the likely culprit: it comes last.
            for tries, letter in enumerate(reversed(left)):
                if tries >= _SICK_AFTER and not made:  # it is LibreOffice, not the letters
                    break
                more, reason = self._call([letter], into, timeout)
                made |= more
        if not made:
            raise ConversionFailed(reason)
        return made

    def stop(self) -> None:
        """End for good: kill what runs, and let every later conversion fail."""
        with self._guard:
            self._stopped = True
            if self._process:
                _kill(self._process)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Two LibreOffices in one profile would hand their work to each other.
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock = InstanceLock(self._home / "kunci")
        except AlreadyRunning:
            raise ConversionFailed("another conversion is using this profile") from None
        try:
            for left_by_a_killed_process in self._home.glob(f"{_WORK}*"):
                shutil.rmtree(left_by_a_killed_process, ignore_errors=True)
            yield
        finally:
            lock.release()

    def _call(self, letters: Sequence[Path], into: Path, timeout: float) -> tuple[dict[Path, Path], str]:
        """Return the PDFs that one call made, and why there are no others."""
        made: dict[Path, Path] = {}
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=self._home, ignore_cleanup_errors=True) as name:
            # Copies by number: no name can be taken for an option, and no lock files appear in the archive.
            copies = {letter: Path(name, f"{number}.docx") for number, letter in enumerate(letters)}
            for letter, copy in copies.items():
                shutil.copyfile(letter, copy)
            reason = self._run([copy.name for copy in copies.values()], Path(name), timeout)
            for letter, copy in copies.items():
                if data := _whole_pdf(copy.with_suffix(".pdf")):
                    made[letter] = into / f"{letter.stem}.pdf"
                    write_whole(made[letter], data)
        if len(made) < len(letters):
            # A profile that was open in a crash may be broken, or still held by a process that nobody can reach.
            shutil.rmtree(self._profile(), ignore_errors=True)
        return made, reason

    def _run(self, names: Sequence[str], work: Path, timeout: float) -> str:
        """Run LibreOffice in the folder `work`; return how it ended."""
        told = work / "told.txt"
        profile = f"-env:UserInstallation={self._profile().as_uri()}"
        command = [str(self.program), profile, *_OPTIONS, *_CONVERT, "--outdir", str(work), *names]
        process = self._start(command, told)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            return f"LibreOffice was not done after {timeout:g} s"
        finally:
            _kill(process)
            self._process = None
        return f"LibreOffice ended with code {code}: {told.read_text('utf-8', 'replace')[-200:].strip()}"

    def _start(self, command: Sequence[str], told: Path) -> subprocess.Popen[bytes]:
        with self._guard, told.open("wb") as output:
            if self._stopped:
                raise ConversionFailed("stopped")
            try:
                self._process = subprocess.Popen(  # noqa: S603 - no shell; the program is the operator's LibreOffice
                    command,
                    cwd=told.parent,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # so that it can be killed whole, and a Ctrl-C is not for it
                    creationflags=_NO_WINDOW,
                )
            except OSError as error:
                raise ConversionFailed(f"LibreOffice cannot be started ({type(error).__name__})") from error
            return self._process

    def _profile(self) -> Path:
        for profile in self._home.glob(f"{_PROFILE}*"):
            return profile
        return Path(tempfile.mkdtemp(prefix=_PROFILE, dir=self._home))


def find_converter(environment: Mapping[str, str], home: Path, program: Path | None = None) -> Converter | None:
    """LibreOffice where the settings say (`program`), else on the PATH or in its usual places; None where it is not.

    `home` is a folder for its profile, in the village's data folder.
    """
    names = [str(program)] if program else ["soffice", "libreoffice", _MAC, *_windows_places(environment)]
    found = (shutil.which(name, path=environment.get("PATH", "")) for name in names)
    return next((Converter(Path(place).absolute(), home, environment) for place in found if place), None)


def pages_of(pdf: Path) -> int:
    """How many pages the PDF has. Raises ConversionFailed when it cannot be read."""
    try:
        return len(PdfReader(pdf).pages)
    except Exception as error:  # a reader of a foreign format fails in many ways
        raise ConversionFailed(f"the PDF cannot be read ({type(error).__name__})") from error


def check(pdf: Path, texts: Iterable[str]) -> list[str]:
    """Return those of the texts that cannot be read in the PDF, in their order.

    Spaces, line breaks, hyphens, capitals and symbols (emoji, ticks) do not count, for wrapping, formatting and fonts
    change them; letters, digits and punctuation do. A letter that no font could draw is one that is not there; of one
    that another font had to draw it is known that it is there, not where.
    Raises ConversionFailed when the PDF cannot be read or has no page.
    """
    try:
        reader = PdfReader(pdf)
        pages = [_essence(page.extract_text()) for page in reader.pages]
        lost, elsewhere = ({one for text in found(reader) for one in _essence(text)} for found in (undrawn, stand_ins))
        strays = _strays(elsewhere)
    except Exception as error:  # a reader of a foreign format fails in many ways
        raise ConversionFailed(f"the PDF cannot be read ({type(error).__name__})") from error
    if not pages:
        raise ConversionFailed("the PDF has no page")
    return [text for text in texts if not _shown(text, pages, lost, strays)]


def _shown(text: str, pages: Sequence[str], lost: set[str], strays: re.Pattern[str] | None) -> bool:
    """Whether the text stands there whole, or parted by the end of a page with footer and header between."""
    words = [_essence(word) for word in text.split()]
    if any(not lost.isdisjoint(word) for word in words):
        return False
    if strays:
        if any(stray not in "".join(pages) for word in words for stray in strays.findall(word)):
            return False
        words, pages = [strays.sub("", word) for word in words], [strays.sub("", page) for page in pages]
    for page in pages:
        words = words[_fitting(words, page) :]
    return not words


def _strays(characters: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these characters, a mark with the letter that it stands on; None where there are none."""
    ordered = sorted(characters)
    marks = "".join(one for one in ordered if unicodedata.combining(one))
    others = "".join(one for one in ordered if not unicodedata.combining(one))
    patterns = [*([f".[{re.escape(marks)}]+"] if marks else ()), *([f"[{re.escape(others)}]"] if others else ())]
    return re.compile("|".join(patterns)) if patterns else None


def _fitting(words: Sequence[str], page: str) -> int:
    """Return how many of the words, from the first on, stand on the page in one piece."""
    counts = range(1, len(words) + 1)
    return bisect_left(counts, True, key=lambda count: "".join(words[:count]) not in page)


def _essence(text: str) -> str:
    """Return what must be the same on paper: NFKC (a ligature is its letters), without spaces, hyphens, symbols."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if not _uncertain(character))


def _uncertain(character: str) -> bool:
    if character.isspace() or character in "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}" or "\ufe00" <= character <= "\ufe0f":
        return True
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "So", "Sk", "Me"}


def _whole_pdf(path: Path) -> bytes | None:
    """Return the file's content, or None where there is none, or one that was not written to its end."""
    with suppress(FileNotFoundError):
        data = path.read_bytes()
        if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]:
            return data
    return None


def _windows_places(environment: Mapping[str, str]) -> list[str]:
    roots = [environment[name] for name in _WINDOWS_ROOTS if name in environment]
    return [str(Path(root, "LibreOffice", "program", "soffice.exe")) for root in [*roots, r"C:\Program Files"]]


if sys.platform == "win32":  # pragma: no cover - not tried here: no Windows at hand
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW

    def _kill(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            taskkill = Path(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
            subprocess.run([taskkill, "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603 - a number that the system gave
            process.wait()
else:
    _NO_WINDOW = 0

    def _kill(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
