"""Reading `config.yaml` and what belongs to it, as plain data: YAML, the forms' addresses, the shared question sets."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from office.problems import NOT_UTF8, WORDS, ConfigError, Problem, nearest
from office.services import Papers

Place = tuple[int | str, ...]
"""Where a setting stands in the whole: keys and list positions, from the top."""
_MOST_VALUES = 100_000
"""Of one file; a village's settings have a few thousand."""
_SETS_FILE = Path(__file__).with_name("questions.yaml")


class _WrittenTwice(yaml.MarkedYAMLError):
    """A key stands twice in one mapping."""


class _TooLarge(yaml.YAMLError):
    """It would unfold to something without end, or nearly."""


class _Loader(yaml.SafeLoader):
    """YAML whose keys are always text, and in which one that stands twice is a mistake, not a silent overwrite.

    What cannot be what its tag says is told with its line; repeated references cannot make it large.
    """

    def get_single_node(self) -> yaml.Node | None:
        root: yaml.Node | None = super().get_single_node()
        if root is not None:
            _unfolded(root, {})
        return root

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401 - PyYAML's own
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError, TypeError):  # without its text, which may be a secret
            raise yaml.MarkedYAMLError(problem_mark=node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(self.construct_object(key, deep=True))
            if name in seen:
                raise _WrittenTwice(problem=name, problem_mark=key.start_mark)
            seen.add(name)
        return {str(key): value for key, value in super().construct_mapping(node, deep).items()}


def _unfolded(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many values a node holds when each reference is written out. Raises _TooLarge."""
    if id(node) not in sizes:
        sizes[id(node)] = _MOST_VALUES + 1  # until it is known: a node that holds itself never ends
        value = node.value if isinstance(node, yaml.CollectionNode) else ()
        inner = (part for each in value for part in (each if isinstance(each, tuple) else (each,)))
        sizes[id(node)] = 1 + sum(_unfolded(part, sizes) for part in inner)
    if sizes[id(node)] > _MOST_VALUES:
        raise _TooLarge
    return sizes[id(node)]


class _AsWritten(_Loader):
    """YAML in which `05.30` and `900.000` are what they look like to people: text."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:  # noqa: ANN401 - PyYAML's own
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call] # its types are not published


def read_answers(path: Path) -> dict[str, str]:
    """A file of `title: answer`, each answer as it is written, a list as lines. Raises ConfigError."""
    answers = _read(path, _AsWritten).items()
    return {title: "\n".join(map(str, said)) if isinstance(said, list) else str(said) for title, said in answers}


def read_yaml(path: Path) -> dict[str, Any]:
    """A file of settings. Raises ConfigError."""
    return _read(path, _Loader)


def _read(path: Path, loader: type[_Loader]) -> dict[str, Any]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=loader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        what = "berkas ini tidak ada"
    except OSError:
        what = "berkas ini tidak bisa dibuka"
    except UnicodeDecodeError:
        what = NOT_UTF8
    except (_TooLarge, RecursionError):
        what = "isinya terlalu besar atau terlalu dalam; hapus tanda `&` dan `*`, tulis isinya langsung"
    except _WrittenTwice as error:
        what = f"kunci `{error.problem}` tertulis dua kali, lihat baris {_line(error)}"
    except yaml.MarkedYAMLError as error:
        what = f"tidak terbaca di sekitar baris {_line(error)}; periksa spasi di awal baris, tanda titik dua dan kutip"
    except yaml.YAMLError:
        what = "berisi huruf yang tidak bisa dibaca; simpan ulang sebagai teks UTF-8"
    else:
        if isinstance(raw, dict):
            return raw
        what = "isinya bukan daftar pengaturan `kunci: nilai`"
    raise ConfigError([Problem(path.name, what)])


def _line(error: yaml.MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 1


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the parts of the gathered settings were written, by their place in the whole.

    `incomplete` are the services of which a part is known to be missing: what is said of one as a whole would only be
    a consequence.
    """

    written: dict[Place, str] = field(default_factory=dict)
    incomplete: set[Place] = field(default_factory=set)

    def where(self, place: Place) -> str:
        """The key's path as the operator finds it; lists are counted from 1."""
        length = next((n for n in range(len(place), 0, -1) if place[:n] in self.written), 0)
        rest = [str(part + 1 if isinstance(part, int) else part) for part in place[length:]]
        return ".".join([self.written[place[:length]], *rest] if length else rest)


def gather(raw: dict[str, Any], forms_file: Path) -> tuple[Sources, list[Problem]]:
    """Put each service's key, form and shared question sets in place, and say what could not be."""
    sources = Sources()
    forms, problems = _read_forms(forms_file)
    sets, wrong_sets = _question_sets(raw.pop("kelompok_pertanyaan", None))
    problems += wrong_sets
    papers = raw.get("berkas")
    services = {key: one for key, one in _mapping(raw.get("layanan")).items() if isinstance(one, dict)}
    problems += _twin_shorts(services)
    for key, service in services.items():
        service["key"], service["form"] = key, forms.get(key)
        if papers in {one.value for one in Papers}:  # else it is told once, where it stands
            service.setdefault("berkas", papers)
        sources.written["layanan", key, "form"] = f"{forms_file.name}: {key}"
        if isinstance(service.get("pertanyaan"), list):
            problems += _spread_sets(service, key, sets, sources)
    return sources, problems


def _mapping(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _twin_shorts(services: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    shorts = Counter(str(service.get("singkatan") or "").strip().upper() for service in services.values())
    if twins := sorted(short for short, count in shorts.items() if short and count > 1):
        yield Problem("layanan", f"`singkatan` harus berbeda-beda; kembar: {', '.join(twins)}")


def _read_forms(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return (read_yaml(path) if path.exists() else {}), []
    except ConfigError as error:
        return {}, error.problems


def _question_sets(own: object) -> tuple[dict[str, Any], list[Problem]]:
    """The sets that ship with the program, and the village's own before them."""
    shipped = read_yaml(_SETS_FILE)
    if own is not None and not isinstance(own, dict):
        return shipped, [Problem("kelompok_pertanyaan", WORDS["dict_type"])]
    sets = shipped | (own or {})
    wrong = [name for name, questions in sets.items() if not isinstance(questions, list)]
    problems = [Problem(f"kelompok_pertanyaan.{name}", WORDS["tuple_type"]) for name in wrong]
    return {name: [] if name in wrong else questions for name, questions in sets.items()}, problems


def _spread_sets(
    service: dict[str, Any], key: str, sets: Mapping[str, list[Any]], sources: Sources
) -> Iterator[Problem]:
    questions: list[Any] = []
    for number, entry in enumerate(service["pertanyaan"], start=1):
        where = f"layanan.{key}.pertanyaan.{number}"
        if isinstance(entry, str) and entry not in sets:
            sources.incomplete.add(("layanan", key))
            yield Problem(where, f"kelompok `{entry}` tidak dikenal{nearest(entry, sets)}")
            continue
        of_set = isinstance(entry, str)
        for position, question in enumerate(sets[entry] if of_set else [entry], start=1):
            place = ("layanan", key, "pertanyaan", len(questions))
            sources.written[place] = f"kelompok_pertanyaan.{entry}.{position}" if of_set else where
            questions.append(question)
    service["pertanyaan"] = questions
