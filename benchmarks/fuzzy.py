"""What ``--fuzzy`` gains and what it costs.

    python benchmarks/fuzzy.py [FILE.jsonl ...] [--every N] [--errors] [--new] [--sweep]

Misspelt and reordered forms of our own concepts' names, made here from a fixed seed as people make
them: a letter dropped, doubled or swapped with its neighbour, a sound written another way, a lost
apostrophe, "thrombosis of the deep veins". Recall of the right concept in a plain sentence, with
and without; halves by a hash of the concept, so that thresholds are chosen on one of them only.

``FILE`` holds records with a ``text`` that should gain little: the new entities are counted, with
``--new`` printed for reading. Then the cost: index, start-up, time for 1,000 words.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from healthlint.document import parse_document
from healthlint.nlp import near_names
from healthlint.nlp.components import Knowledge
from healthlint.nlp.entities import entities_of
from healthlint.nlp.pipeline import FUZZY, build_nlp, read_document
from healthlint.source import Source

SEED = 20261126
KINDS = ("condition", "symptom", "medicine", "treatment", "test")
CARRIER = "Yesterday a neighbour asked about {} while we waited."
# Sounds as people write them for one another.
SOUNDS = (
    ("ph", "f"), ("rrh", "r"), ("rh", "r"), ("ae", "e"), ("oe", "e"), ("y", "i"), ("sion", "tion"),
    ("ea", "ee"), ("ou", "u"), ("es", "is"), ("ie", "ei"), ("c", "k"), ("ss", "s"), ("ll", "l"),
    ("e", "i"), ("a", "e"), ("i", "e"), ("s", "c"),
)  # fmt: skip


class Case(NamedTuple):
    """A wrong form of a name, and the concept it is meant for."""

    edit: str
    form: str
    concept: str

    @property
    def half(self) -> str:
        """``tune`` or ``held``, by the concept."""
        return ("tune", "held")[hashlib.sha256(self.concept.encode()).digest()[0] % 2]


def _spoilt(word: str, edit: str, chance: random.Random) -> str | None:
    """The word with one slip; never its first letter."""
    place = chance.randrange(1, len(word) - 1)
    if edit == "dropped":
        return word[:place] + word[place + 1 :]
    if edit == "doubled":
        return word[: place + 1] + word[place:]
    if edit == "swapped":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    heard = [pair for pair in SOUNDS if pair[0] in word[1:]]
    if not heard:
        return None
    written, other = heard[chance.randrange(len(heard))] if chance.random() < 0.5 else heard[0]
    return word[0] + word[1:].replace(written, other, 1)


def forms(name: str, sites: frozenset[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds of slip and the name with each."""
    words = name.split(" ")
    longest = max(range(len(words)), key=lambda n: (len(words[n]), -n))
    if len(words[longest]) > 4 and words[longest].isalpha():
        for edit in ("dropped", "doubled", "swapped", "sounded"):
            spoilt = _spoilt(words[longest], edit, chance)
            if spoilt is not None and spoilt != words[longest]:
                yield edit, " ".join((*words[:longest], spoilt, *words[longest + 1 :]))
    if "'" in name:
        yield "apostrophe", name.replace("'", "")
    if len(words) in (2, 3) and all(map(str.isalpha, words)) and words[-2] in sites:
        yield "turned", f"{words[-1]} of the {' '.join(words[:-1])}"


def cases_of(knowledge: Knowledge, every: int = 1) -> list[Case]:
    """The wrong forms of two names of each concept, without those that are names or words."""
    vocabulary = knowledge.vocabulary
    concepts = vocabulary.concepts.values()
    sites = frozenset(p for c in concepts if c.kind.value == "body-site" for p in c.phrases)
    known = frozenset(p.lower() for c in concepts for p in c.phrases)
    words = near_names.english_words() | vocabulary.words()
    found: list[Case] = []
    for number, concept in enumerate(concepts):
        if concept.kind.value not in KINDS or number % every:
            continue
        for name in [p for p in concept.phrases if len(p.split()) < 5][:2]:
            chance = random.Random(f"{SEED} {concept.id} {name}")
            for edit, form in forms(name.lower(), sites, chance):
                # A slip that makes another word or name is not one anybody could tell.
                changed = set(form.split()) - set(name.lower().split())
                if form in known or (edit not in ("turned", "apostrophe") and changed <= words):
                    continue
                found.append(Case(edit, form, concept.id))
    return found


def recall(cases: list[Case], read: Callable[[str], set[str]]) -> dict[tuple[str, str], list[bool]]:
    """Whether each case was found, by half and kind of slip."""
    found: dict[tuple[str, str], list[bool]] = {}
    for case in cases:
        right = case.concept in read(CARRIER.format(case.form))
        found.setdefault((case.half, case.edit), []).append(right)
        found.setdefault((case.half, "all"), []).append(right)
    return found


def share(values: list[bool]) -> str:
    """As a percentage with the count."""
    return f"{100 * sum(values) / len(values):5.1f} % of {len(values)}" if values else "-"


def started(fuzzy: bool, caches: str) -> float:
    """Wall time of one `extract` of a short text in a process of its own."""
    command = [sys.executable, "-m", "healthlint", "extract", "-", *(["--fuzzy"] if fuzzy else [])]
    environment = {**os.environ, "HEALTHLINT_CACHE_DIR": caches}
    began = time.perf_counter()
    subprocess.run(command, input=b"It may be gout.", env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - began


def cost(knowledge: Knowledge, texts: list[str]) -> None:
    """Index, start-up and time."""
    began = time.process_time()
    near_names._build(knowledge.vocabulary)
    print(f"index built in {time.process_time() - began:.1f} s of processor time")
    with tempfile.TemporaryDirectory() as caches:
        for fuzzy in (False, True):
            started(fuzzy, caches)
            best = min(started(fuzzy, caches) for _ in range(3))
            print(f"extract of one short text {'with' if fuzzy else 'without'}: {best:.2f} s")
    if not texts:
        return
    words = sum(len(text.split()) for text in texts)
    for fuzzy in (False, True):
        nlp, _ = build_nlp(fuzzy=fuzzy)
        documents = [parse_document(Source("x.txt", text, "text")) for text in texts]
        times = []
        for _ in range(3):
            began = time.process_time()
            for document in documents:
                read_document(nlp, document)
            times.append(time.process_time() - began)
        each = 1e6 * min(times) / words
        print(f"pipeline {'with' if fuzzy else 'without'}: {each:.1f} ms for 1,000 words")


def text_of(record: dict[str, object]) -> str:
    """The text of a record: its own, or its questions and answers."""
    if isinstance(record.get("text"), str):
        return str(record["text"])
    pairs = record["qa"]
    assert isinstance(pairs, list)
    return "\n\n".join(f"{pair['question']}\n\n{pair['answer']}" for pair in pairs)


def main() -> None:
    """Print recall, what is new in the files, and the cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=1, help="every Nth concept only")
    parser.add_argument("--errors", action="store_true", help="the misses of the tune half")
    parser.add_argument("--new", action="store_true", help="every new entity in the files")
    parser.add_argument("--sweep", action="store_true", help="other thresholds, tune half only")
    given = parser.parse_args()
    nlp, knowledge = build_nlp(fuzzy=True)
    plain, _ = build_nlp()
    texts = [text_of(json.loads(line)) for path in given.files for line in path.open("rb")]

    def ids(pipeline: object, text: str) -> set[str]:
        doc = read_document(pipeline, parse_document(Source("x.txt", text, "text")))  # type: ignore[arg-type]
        return {entity.id for entity in entities_of(doc)}

    cases = cases_of(knowledge, given.every)
    if given.sweep:
        sweep(nlp, [case for case in cases if case.half == "tune"], texts, ids)
        return
    without = recall(cases, lambda text: ids(plain, text))
    with_it = recall(cases, lambda text: ids(nlp, text))
    print(f"{'half':6}{'slip':12}{'without':>18}{'with':>18}")
    for half, edit in sorted(without, key=lambda key: (key[0], key[1] == "all", key[1])):
        key = half, edit
        print(f"{half:6}{edit:12}{share(without[key]):>18}{share(with_it[key]):>18}")
    if given.errors:
        for case in cases:
            found = ids(nlp, CARRIER.format(case.form))
            if case.half == "tune" and case.concept not in found:
                print("missed", case, found)
    fresh = Counter(row for text in texts for row in new_entities(nlp, text))
    words = sum(len(text.split()) for text in texts)
    print(f"{sum(fresh.values())} new entities ({len(fresh)} different) in {words:,} words")
    if given.new:
        for row, count in fresh.most_common():
            print(count, *row, sep="\t")
    cost(knowledge, texts)


def new_entities(nlp: object, text: str) -> Iterator[tuple[str, str, float, str]]:
    """Words, concept, confidence and surroundings of every entity by a near name."""
    doc = read_document(nlp, parse_document(Source("x.txt", text, "text")))  # type: ignore[arg-type]
    for entity in entities_of(doc):
        if entity.confidence < 1:
            around = doc[max(0, entity.start - 6) : entity.end + 6].text.replace("\n", " ")
            yield doc[entity.start : entity.end].text, entity.id, entity.confidence, around


def sweep(
    nlp: object, cases: list[Case], texts: list[str], ids: Callable[[object, str], set[str]]
) -> None:
    """Recall and new entities by the cosine asked for."""
    generator = dict(nlp.pipeline)[FUZZY].generator  # type: ignore[attr-defined]
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        generator.threshold = threshold
        found = recall(cases, lambda text: ids(nlp, text))[("tune", "all")]
        fresh = sum(1 for text in texts for _ in new_entities(nlp, text))
        print(f"cosine {threshold:.2f}: recall {share(found)}, {fresh} new entities")


if __name__ == "__main__":
    main()
