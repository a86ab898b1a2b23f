"""What a letter may use and what it cannot do without, as names for those who know no templates. Pure."""

from letters import letterhead
from letters.names import distinct, key
from letters.template import Template
from office.services import Service


def known_names(service: Service) -> tuple[str, ...]:
    """Every placeholder that a letter of this service may use."""
    return (*letterhead.NAMES, *(question.title for question in service.form_questions))


def known_lists(service: Service) -> dict[str, tuple[str, ...]]:
    """The columns of each list whose rows a letter of this service may repeat."""
    return {prefix: source.columns or tuple(source.numbered) for prefix, source in service.letter.lists.items()}


def answers_needed(template: Template, service: Service) -> tuple[str, ...]:
    """The names that need an answer: the template's own placeholders, and as `Anggota.Nama` those of repeated rows."""
    office, lists = set(map(key, letterhead.NAMES)), set(map(key, service.letter.lists))
    plain = [name for name in template.needed(service.letter.lists) if key(name) not in office]
    rows = [f"{use.name}.{column}" for use in template.lists if key(use.name) in lists for column in use.required]
    return distinct([*plain, *rows])
