"""False alarms on text that should raise none.

    python benchmarks/false_alarms.py trusted_pages.jsonl [--sample 500] [--show UC,AD]

Each record (question-and-answer pages in the form of shared/data/README.md) is rendered as a
Markdown article. Prints words, findings by rule, and the two rates the README states: UC, AD, HL
and LG findings of severity major or worse in ten thousand words, and content findings of any
severity in two thousand. ``--show`` prints every finding of those families with its words.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

from healthlint.check import Checker
from healthlint.finding import Severity
from healthlint.source import Source

GRAVE = ("UC", "AD", "HL", "LG")
CONTENT = (*GRAVE, "HY", "AT001", "AT002", "PV006")


def rendered(record: dict[str, object]) -> str:
    """The page as Markdown: its topic, its questions as headings, its answers."""
    if "focus" not in record:  # a news story
        return f"# {record['title']}\n\n{record['text']}\n"
    parts = [f"# {record['focus']}"]
    for pair in record["qa"]:  # type: ignore[attr-defined]
        answer = "\n".join(line.strip() for line in pair["answer"].splitlines())
        parts.append(f"## {pair['question']}\n\n{answer}")
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="pages drawn at random (seed 7)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", default="", help="families or codes to print in full")
    options = parser.parse_args()
    checker = Checker()
    wanted = tuple(options.show.split(",")) if options.show else ()
    for path in options.files:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if options.sample and options.sample < len(records):
            records = random.Random(options.seed).sample(records, options.sample)
        words, rules, grave, content = 0, Counter[str](), 0, 0
        for record in records:
            source = Source(str(record["id"]), rendered(record), "markdown")
            report = checker.check_source(source)
            if report.error:
                print(f"{report.path}: {report.error}", file=sys.stderr)
            words += report.words
            for finding in report.findings:
                rules[f"{finding.rule} {finding.severity.label}"] += 1
                grave += finding.rule.startswith(GRAVE) and finding.severity >= Severity.MAJOR
                content += finding.rule.startswith(CONTENT)
                if wanted and finding.rule.startswith(wanted):
                    place = finding.places[0] if finding.places else None
                    text = source.text
                    line = text[max(0, place.start - 90) : place.end + 90] if place else ""
                    print(
                        f"{finding.rule} {finding.severity.label} {report.path} "
                        f"[{finding.facts[0] if finding.facts else ''}] {finding.message}\n"
                        f"    «{place.text if place else ''}» in: {' '.join(line.split())}"
                    )
        print(f"{path.name}: {len(records)} pages, {words:,} words")
        for rule, count in sorted(rules.items()):
            print(f"  {rule:<16} {count}")
        print(f"  UC AD HL LG major or worse in 10,000 words: {grave / words * 10_000:.2f}")
        print(f"  content findings in 2,000 words: {content / words * 2_000:.2f}")


if __name__ == "__main__":
    main()
