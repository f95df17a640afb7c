"""The literal report of a rule's flagged article: ``python -m tests.rules.snapshots [NAME...]``
writes it anew, to be read before it is committed.
"""

from __future__ import annotations

import datetime
import sys
from functools import cache
from pathlib import Path

from healthlint.check import Checker
from healthlint.config import Settings
from healthlint.finding import ArticleReport, Rule
from healthlint.rules import RULES

HERE = Path(__file__).parent
TODAY = datetime.date(2026, 11, 22)


@cache
def checker() -> Checker:
    return Checker(settings=Settings(today=TODAY))


def article(rule: Rule, kind: str) -> Path:
    """The rule's ``flagged`` or ``clean`` article, in whichever format it is."""
    folder = HERE / rule.name
    return next(iter(sorted(folder.glob(f"{kind}.*"))), folder / f"{kind}.md")


def lines(rule: Rule, report: ArticleReport) -> list[str]:
    """The rule's findings, a line each with all that a reader sees."""
    found = []
    for finding in report.findings:
        if finding.rule != rule.code:
            continue
        places = " ".join(
            f'{p.line}:{p.column} "{" ".join(p.text.split())}"' for p in finding.places
        )
        facts = f" [{', '.join(finding.facts)}]" if finding.facts else ""
        found.append(
            f"{finding.rule} {finding.severity.label} {places or '-'} | {finding.message}{facts}"
        )
    return found


def main(names: list[str]) -> None:
    for rule in RULES:
        if (names and rule.name not in names) or not article(rule, "flagged").exists():
            continue
        report = checker().check(article(rule, "flagged"))
        text = "\n".join(lines(rule, report))
        (HERE / rule.name / "findings.txt").write_text(text + "\n", encoding="utf-8")
        print(f"{rule.name}\n{text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
