"""False alarms on what the reference itself says: every fact, cause and correction is true, so no
rule on contradictions, falsehoods, dangerous advice or overstatement may report one.

``python benchmarks/true_sentences.py [--show]`` writes one article for each entry, its name as the
title and each sentence a paragraph, and prints the findings by rule (with ``--show`` each).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from healthlint.check import Checker
from healthlint.reference.model import Entry

FAMILIES = ("UC", "AD", "HL", "LG")


def sentences(entry: Entry) -> Iterator[str]:
    """All that an entry says in its own words, code points as in its file."""
    yield from (fact.says for fact in entry.facts)
    yield from (cause.says for cause in entry.causes)
    yield from (statement.correction for statement in entry.statements)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="print each finding")
    options = parser.parse_args()
    checker = Checker()
    total, found = 0, Counter[str]()
    for entry in checker.knowledge.reference.entries.values():
        said = list(sentences(entry))
        total += len(said)
        opening = f"{entry.name} is what this page explains, with its signs and its treatment."
        text = "\n\n".join((f"# {entry.name}", opening, *said)) + "\n"
        for finding in checker.check_text(text, "markdown").findings:
            if not finding.rule.startswith(FAMILIES) or not finding.spans:
                continue
            found[finding.rule] += 1
            if options.show:
                start = text.rfind("\n", 0, finding.spans[0].start) + 1
                line = text[start : text.find("\n", finding.spans[0].end)]
                print(entry.id, finding.rule, *finding.facts[:1], line, sep=" | ")
    for rule, count in sorted(found.items()):
        print(f"  {rule}  {count}")
    print(f"{sum(found.values())} findings on {total:,} true sentences")


if __name__ == "__main__":
    main()
