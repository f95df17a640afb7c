"""Output formats. A new one is one module and one line in :data:`FORMATS`."""

from healthlint.report import (
    github,
    gitlab,
    junit,
    machine,
    markdown,
    page,
    rdjson,
    sarif,
    text,
)
from healthlint.report.model import Format, Run

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (text, machine, sarif, github, gitlab, junit, rdjson, markdown, page)
}

__all__ = ["FORMATS", "Format", "Run"]
