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
    """The questions that must be answered: for the template's own placeholders, and for the rows that it repeats."""
    office = {key(name) for name in letterhead.NAMES}
    sources = service.letter.lists
    plain = [name for name in template.needed(sources) if key(name) not in office]
    rows = [use for use in template.lists if use.required and key(use.name) in map(key, sources)]
    asked = [source.question for prefix, source in sources.items() for use in rows if key(use.name) == key(prefix)]
    return distinct([*plain, *filter(None, asked)])
