"""Small templates, made as an operator would make them in Word."""

from __future__ import annotations

from pathlib import Path

import docx


def write_template(path: Path, *paragraphs: str) -> None:
    """Write a Word file with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
