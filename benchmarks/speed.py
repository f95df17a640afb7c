"""How fast ``check`` is, beside the tokenizer it stands on.

    python benchmarks/speed.py [FILE.jsonl ...] [--medspacy PYTHON] [--quick]

Words a second of ``check`` beside ``spacy.blank("en")``'s tokenizer, on the corpus or on the
``text`` of the records given; the same on articles of 2,000 to 120,000 words, to show that it is
linear; peak memory; and the start of ``healthlint check FILE`` beside ``import spacy``.

Processor time, not wall time, and every figure is the best of several rounds in which everything
has its turn: a busy machine changes the seconds and hardly the ratios. ``--medspacy`` names the
Python of an environment with medspaCy; its default rule pipeline then reads the same texts there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from healthlint.check import Checker
from healthlint.document.reading import InputProblem, read_sources
from healthlint.source import Source

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles"
LENGTHS = (2_000, 5_000, 15_000, 60_000, 120_000)
AIM = 8.0
ROUNDS = 5
_PROGRAM = "from healthlint.cli import main; main()"
# Reads a JSON list of texts from standard input, prints the best processor time of three rounds.
_MEDSPACY = """
import json, sys, time
import medspacy
nlp = medspacy.load()
texts = json.load(sys.stdin)
best = 1e9
for _ in range(3):
    began = time.process_time()
    for text in texts:
        nlp(text)
    best = min(best, time.process_time() - began)
print(best)
"""


def texts_of(files: Sequence[str]) -> list[str]:
    """The texts to check: of the records given, else of the corpus's plain and Markdown files."""
    if files:
        lines = [line for name in files for line in Path(name).read_text("utf-8").splitlines()]
        return [json.loads(line)["text"] for line in lines if line.strip()]
    sources = read_sources([str(CORPUS)])
    return [s.text for s in sources if not isinstance(s, InputProblem) and s.format != "html"]


def long_text(texts: Sequence[str], words: int, chance: random.Random) -> str:
    """An article of so many words: paragraphs of the texts in chance order, each a little changed,
    so that neither of the two can live on what it remembers."""
    paragraphs = [p for text in texts for p in re.split(r"\n\s*\n", text) if len(p.split()) > 3]
    found: list[str] = []
    count = 0
    while count < words:
        said = chance.choice(paragraphs).split(" ")
        said[chance.randrange(len(said))] = f"{chance.choice(said)}{chance.randrange(1000)}"
        found.append(" ".join(said))
        count += len(found[-1].split())
    return "\n\n".join(found)


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of this process's processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def both(checker: Checker, texts: Sequence[str], rounds: int) -> tuple[float, float]:
    """Best times of the tokenizer and of ``check``, measured in turn after a first round unread."""
    tokenizer = spacy.blank("en")
    tokenizer.max_length = 1_000_000_000
    sources = [Source(f"{number}.txt", text) for number, text in enumerate(texts)]
    times: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        alone = processor_time(lambda: [tokenizer.make_doc(text) for text in texts])
        whole = processor_time(lambda: [checker.check_source(source) for source in sources])
        times.append((alone, whole))
    return min(alone for alone, _ in times[1:]), min(whole for _, whole in times[1:])


def row(name: str, words: int, alone: float, whole: float) -> None:
    """One line of the table."""
    print(
        f"{name:<34}{words:>9,}{words / alone:>13,.0f}{words / whole:>13,.0f}{whole / alone:>8.1f}"
    )


def started(command: Sequence[str], rounds: int) -> float:
    """Best wall time of a command, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        best = min(best, time.perf_counter() - began)
    return best


def start_up(rounds: int) -> None:
    """The start of the command on one short article; its caches warm, the article kept or new."""
    article = CORPUS / "calf-pain-guide.md"
    check = [sys.executable, "-c", _PROGRAM, "check", str(article), "--isolated"]
    with tempfile.TemporaryDirectory() as folder:
        kept = [*check, "--cache-dir", os.path.join(folder, "results")]
        anew = [*check, "--no-cache"]
        for command in (kept, anew):  # compiled data and the result are stored by these
            started(command, 1)
        bare = started([sys.executable, "-c", "import spacy"], rounds)
        times = {
            "a changed article": started(anew, rounds),
            "an unchanged one": started(kept, rounds),
        }
    allowed = 1.5 * bare + 0.5
    print(f"\n{'start':<34}{'seconds':>9}\n{'import spacy':<34}{bare:>9.2f}")
    print(f"{'aim: 1.5 times that + 0.5 s':<34}{allowed:>9.2f}")
    for name, seconds in times.items():
        print(f"{f'healthlint check, {name}':<34}{seconds:>9.2f}")


def medspacy(python: str, texts: Sequence[str]) -> float:
    """Best processor time of medspaCy's default pipeline, in its own environment."""
    done = subprocess.run(
        [python, "-c", _MEDSPACY],
        input=json.dumps(list(texts)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def peak(checker: Checker, text: str) -> float:
    """Megabytes that Python's objects take at most while one article is checked."""
    tracemalloc.start()
    checker.check_source(Source("long.txt", text))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="records with a text; default: the corpus")
    parser.add_argument("--medspacy", metavar="PYTHON", help="an environment with medspaCy")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, up to 15,000 words")
    parser.add_argument(
        "--long", action="store_true", help="with --quick: 120,000 words nevertheless"
    )
    given = parser.parse_args()
    rounds = 2 if given.quick else ROUNDS
    lengths = LENGTHS[:3] if given.quick and not given.long else LENGTHS

    texts = texts_of(given.files)
    words = sum(len(text.split()) for text in texts)
    checker = Checker()
    print(f"{'':<34}{'words':>9}{'tokenizer/s':>13}{'check/s':>13}{'ratio':>8}")
    alone, whole = both(checker, texts, rounds)
    row(f"{len(texts)} articles (aim: ratio {AIM:g})", words, alone, whole)
    if given.medspacy:
        row("the same, medspaCy's rules", words, alone, medspacy(given.medspacy, texts))
    chance = random.Random(20261122)
    made = {length: long_text(texts, length, chance) for length in lengths}
    for length, text in made.items():
        row(f"one article of {length:,} words", len(text.split()), *both(checker, [text], rounds))

    print(f"\n{'memory':<34}{'MB':>9}")
    for length in (lengths[0], lengths[-1]):
        print(f"{f'for an article of {length:,} words':<34}{peak(checker, made[length]):>9,.0f}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"{'this process at most':<34}{most:>9,.0f}")
    start_up(rounds)


if __name__ == "__main__":
    main()
