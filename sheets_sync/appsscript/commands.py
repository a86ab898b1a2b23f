"""What the operator does to have the forms made: write the script, and take in what it printed.

Each command gives lines to be printed, in Indonesian. Raises ConfigError with the mend, OSError.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from office.config import Config
from office.problems import ConfigError, Problem
from office.services import Form, Service
from office.settings_edit import write_forms, write_spreadsheet
from sheets_sync.appsscript import generate
from sheets_sync.appsscript.accept import Made, accept, is_end
from sheets_sync.appsscript.source import script

STANDARD_INPUT = "-"


def arguments(formulir: ArgumentParser, *common: ArgumentParser) -> None:
    """Describe the commands below `formulir`; what `common` describes is understood behind each of them, too."""
    commands = formulir.add_subparsers(dest="deed", required=True, title="perintah", metavar="perintah")
    skrip = commands.add_parser("skrip", parents=common, help="tulis skrip yang membuat formulir di akun Google desa")
    skrip.add_argument("--ke", type=Path, default=Path("formulir-skrip.txt"), help="berkas hasilnya")
    skrip.add_argument("--layanan", metavar="KUNCI", help="hanya layanan ini; biasanya semua yang belum punya formulir")
    skrip.add_argument(
        "--akun", metavar="EMAIL", help="e-mail akun layanan Google, bila kuncinya belum di komputer ini"
    )
    terima = commands.add_parser("terima", parents=common, help="isi alamat formulir dari kode yang ditulis skrip itu")
    terima.add_argument(
        "berkas", nargs="?", default=STANDARD_INPUT, help="berkas berisi kode; tanpa ini: tempel di sini"
    )


def run(options: Namespace, config: Config, account: Callable[[], str], typed: Iterable[str]) -> Iterator[str]:
    """Do what was asked on the command line. `account`: the service account's e-mail; `typed`: standard input."""
    return take_in(options, config, typed) if options.deed == "terima" else write_script(options, config, account)


def write_script(options: Namespace, config: Config, account: Callable[[], str]) -> Iterator[str]:
    """Write the script that makes what is lacking."""
    services, page = _chosen(config, options.layanan), config.google.verification_page
    if not services and not page:
        yield "Semua layanan sudah punya formulir."
        return
    options.ke.write_text(script(config, options.akun or account(), services), encoding="utf-8")
    yield f"Skrip untuk {len(services)} formulir{' dan halaman pemeriksaan surat' if page else ''}: {options.ke}"
    yield from _numbered(_steps(options.ke, forms=bool(services), page=page))


def take_in(options: Namespace, config: Config, typed: Iterable[str]) -> Iterator[str]:
    """Fill in what the script printed, from a file or as it is typed."""
    if options.berkas == STANDARD_INPUT:
        yield "Tempel kodenya di sini, sampai baris AKHIR KODE:"
        text = _until_end(typed)
    else:
        text = read(Path(options.berkas))
    made = accept(text, config)
    yield from fill_in(options.config, config, made)
    yield from by_hand([(config.services[key], form) for key, form in made.forms.items()])
    yield "Setelah itu periksa dengan: scheduler.py check. Bila program sedang berjalan, mulai lagi."


def fill_in(config_file: Path, config: Config, made: Made) -> Iterator[str]:
    """Write where the forms and their spreadsheet are."""
    write_forms(config_file.parent / config.forms, made.forms)
    yield f"{len(made.forms)} formulir ditulis di {config.forms.name}: {', '.join(made.forms)}."
    if write_spreadsheet(config_file, made.spreadsheet):
        yield f"Spreadsheet ditulis di {config_file.name}."


def by_hand(forms: Sequence[tuple[Service, Form]]) -> Iterator[str]:
    """The upload questions of these forms, which Google lets nobody add but people."""
    lacking = [(service, form) for service, form in forms if generate.uploads(service)]
    if lacking:
        yield "Pertanyaan unggah berkas harus ditambah dengan tangan; Google tidak mengizinkan program membuatnya."
        yield "Buka tiap alamat, klik judul bagiannya, klik tanda tambah, pilih jenis Upload file, lalu tulis judulnya"
        yield "persis seperti ini, berurutan:"
    for service, form in lacking:
        yield f"- {service.title}, di bawah judul {generate.papers_heading(service)}:"
        yield f"  https://docs.google.com/forms/d/{form.form_id}/edit"
        yield from (f"    {number}. {upload}" for number, upload in enumerate(generate.uploads(service), start=1))


def _chosen(config: Config, key: str | None) -> list[Service]:
    if key is None:
        return generate.lacking(config)
    service = config.services.get(key)
    if service is None:
        known = ", ".join(config.services)
        raise ConfigError([Problem("--layanan", f"layanan `{key}` tidak ada; yang ada: {known}")])
    if service.form:
        what = (
            f"layanan `{key}` sudah punya formulir. Bila memang diganti, hapus dulu bagian {key} di {config.forms.name}"
        )
        raise ConfigError([Problem("--layanan", what)])
    return [service]


def _steps(file: Path, *, forms: bool, page: bool) -> Iterator[str]:
    yield (
        "Buka https://script.google.com dengan akun Google desa, lalu Project baru (New project). Bila projectnya "
        "sudah ada dari dulu, pakai yang itu."
    )
    yield f"Hapus semua isi Kode.gs di sana, tempel seluruh isi {file.name}, lalu simpan."
    if forms:
        yield from _steps_to_forms()
    if page:
        yield (
            "Untuk halaman pemeriksaan surat: Deploy, Deployment baru, Aplikasi web; jalankan sebagai saya, akses "
            "siapa saja. Bila sudah ada: Kelola deployment, edit, Versi baru. Alamatnya boleh ditulis di templat surat."
        )


def _steps_to_forms() -> Iterator[str]:
    yield "Pilih fungsi buatFormulir, klik Jalankan (Run). Setujui izinnya: Lanjutan (Advanced), lalu Buka project."
    yield "Tunggu sampai Log eksekusi menulis Selesai. Bila berhenti sebelum itu, jalankan buatFormulir lagi."
    yield "Salin semua baris dari KODE sampai AKHIR KODE ke berkas kode.txt di folder ini."
    yield "Jalankan: scheduler.py formulir terima kode.txt"


def _numbered(steps: Iterable[str]) -> Iterator[str]:
    yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _until_end(lines: Iterable[str]) -> str:
    read = []
    for line in lines:
        read.append(line)
        if is_end(line):
            break  # nobody has to know how a terminal is told that the input ends
    return "".join(read)


def read(path: Path) -> str:
    """A text file in whatever encoding the editors of Windows save it. Raises OSError."""
    data = path.read_bytes()
    # Notepad's and PowerShell's "Unicode". What is not UTF-8 either stands around the code, which is plain ASCII.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")
