"""The context of mentions: what is denied, doubted, past, quoted, a myth, a warning."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from tests.steps import steps

from healthlint.data import data_dir
from healthlint.nlp.context import (
    FAMILIES,
    NOTHING,
    PLAIN,
    Carried,
    Context,
    Contexts,
    carried,
    contexts,
    disputed,
    disputes,
    ends_carrying,
    merge,
    quotations,
    with_carried,
)
from healthlint.nlp.cues import CueHit
from healthlint.nlp.lexicon import Lexicon
from healthlint.vocabulary import Cue, Vocabulary
from healthlint.vocabulary.loading import parse_pattern_file

NLP = spacy.blank("en")
MARKED = re.compile(r"\{([^{}=!~]+)([=!~])([^{}]+)\}")


def cases() -> list[tuple[str, str]]:
    found, group = [], ""
    text = Path(__file__).with_name("context_cases.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((group, line))
    return found


CASES = cases()


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    cues: dict[str, list[Cue]] = {}
    digest = hashlib.sha256()
    for path in sorted((data_dir("patterns") / "cues").glob("context-*.yaml")):
        content = path.read_bytes()
        digest.update(content)
        _, found, problems = parse_pattern_file(path, content)
        assert not problems
        for cue in found:
            cues.setdefault(cue.family, []).append(cue)
    known = {family: tuple(found) for family, found in cues.items()}
    return Lexicon(Vocabulary({}, known, digest.hexdigest()))


def read(text: str) -> tuple[Doc, list[CueHit]]:
    doc = NLP(text)
    return doc, lexicon().cue_hits(lexicon().find(doc), *FAMILIES)


def place(doc: Doc, words: str) -> tuple[int, int]:
    at = doc.text.index(words)
    span = doc.char_span(at, at + len(words), alignment_mode="expand")
    assert span is not None
    return span.start, span.end


def values(text: str, *mentions: str) -> list[set[str]]:
    doc, hits = read(text)
    spots = [place(doc, words) for words in mentions]
    return [set(map(str, c.values)) for c in contexts(doc, 0, len(doc), spots, hits)]


def unmark(line: str) -> tuple[str, list[tuple[int, int, str, set[str]]]]:
    text, spots, last = "", [], 0
    for found in MARKED.finditer(line):
        text += line[last : found.start()]
        words, sign, expected = found.groups()
        spots.append((len(text), len(text) + len(words), sign, set(expected.split("+"))))
        text += words
        last = found.end()
    return text + line[last:], spots


@pytest.mark.parametrize(("group", "line"), CASES)
def test_sentence(group: str, line: str) -> None:
    text, spots = unmark(line)
    assert spots, "a case without a mention tests nothing"
    doc, hits = read(text)
    spans = [doc.char_span(first, last, alignment_mode="expand") for first, last, *_ in spots]
    found = contexts(doc, 0, len(doc), [(s.start, s.end) for s in spans if s is not None], hits)
    for (first, last, sign, expected), got in zip(spots, found, strict=True):
        said = set(map(str, got.values)) or {"plain"}
        if sign == "=":
            assert said == expected, (text[first:last], got)
        elif sign == "~":
            assert expected <= said, (text[first:last], got)
        else:
            assert not expected & said, (text[first:last], got)


def test_there_are_enough_cases_of_each_kind() -> None:
    assert len(CASES) >= 220
    groups = {group for group, _ in CASES}
    assert all(sum(name == group for name, _ in CASES) >= 10 for group in groups)


def test_cues_are_kept_beside_their_values() -> None:
    doc, hits = read("In rare cases, the infection may reach the heart.")
    (found,) = contexts(doc, 0, len(doc), [place(doc, "heart")], hits)
    assert found.values == (Context.HEDGED, Context.RARE)
    assert found.cues == ("may", "In rare cases")
    assert found.cue(Context.RARE) == "In rare cases"
    assert found.cue(Context.MYTH) is None


def test_a_denied_relation_keeps_its_words() -> None:
    doc, hits = read("There is no cure for lupus, and painkillers help.")
    cure, lupus, painkillers = contexts(
        doc, 0, len(doc), [place(doc, words) for words in ("cure", "lupus", "painkillers")], hits
    )
    assert cure.values == (Context.NEGATED,)
    assert lupus == Contexts(denied_relation="no cure")
    assert painkillers == PLAIN


def test_a_cue_inside_a_mention_is_part_of_its_name() -> None:
    doc, hits = read("The lump is not serious, but it is not small.")
    serious, small = contexts(
        doc, 0, len(doc), [place(doc, "not serious"), place(doc, "small")], hits
    )
    assert serious == PLAIN
    assert small.values == (Context.NEGATED,)


def test_sentences_do_not_leak_into_each_other() -> None:
    doc, hits = read("There is no fever. The cough is dry.")
    spots = [place(doc, "cough")]
    later = [hit for hit in hits if hit.start >= 5]
    assert contexts(doc, 5, len(doc), spots, later) == [PLAIN]


def test_no_mentions_and_no_cues_cost_nothing() -> None:
    doc, hits = read("Gout hurts.")
    assert contexts(doc, 0, len(doc), [], hits) == []
    assert contexts(doc, 0, len(doc), [(0, 1)], []) == [PLAIN]


def test_order_of_mentions_is_kept() -> None:
    doc, hits = read("No fever, but a cough.")
    spots = [place(doc, "cough"), place(doc, "fever")]
    cough, fever = contexts(doc, 0, len(doc), spots, hits)
    assert (cough.values, fever.values) == ((), (Context.NEGATED,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The disease does not cause:", {"negated"}),
        ("The following are not symptoms of flu:", {"negated"}),
        ("None of these is a sign of a clot:", {"negated"}),
        ("Fever is not a symptom of:", {"negated"}),
        ("Never do the following:", {"warning"}),
        ("Do not:", {"warning"}),
        ("Avoid:", {"warning"}),
        ("After the operation you should not:", {"warning"}),
        ("Common misconceptions:", {"myth"}),
        ("It is a myth that:", {"myth"}),
        ("Call 999 if you have:", {"hypothetical"}),
        ("Do not take ibuprofen if you have:", {"hypothetical"}),
        ("The illness may cause:", {"hedged"}),
        ("In rare cases, people notice:", {"rare"}),
        ("People with a family history of:", {"other-person"}),
        ("There is no evidence that these remedies work:", {"no-evidence"}),
        ("Symptoms of gout include:", set()),
        ("Without treatment, gout can lead to:", {"hedged"}),
        ("It is not only painful, it also causes:", set()),
        ("There is no cure, but these help:", set()),
        ("If the pain is bad, try these:", set()),
        ("No one knows why, but these raise the risk:", set()),
    ],
)
def test_lead_in_hands_on_what_reaches_its_end(text: str, expected: set[str]) -> None:
    doc, hits = read(text)
    handed = carried(doc, 0, len(doc), hits)
    assert set(map(str, handed.contexts.values)) == expected
    assert len(handed.contexts.cues) == len(expected)
    assert bool(handed) is bool(expected)


@pytest.mark.parametrize(
    ("text", "expected", "to_text"),
    [
        ("Common myths about flu", {"myth"}, False),
        ("Myths", {"myth"}, False),
        ("Myth 3", {"myth"}, True),
        ("Myth #2", {"myth"}, True),
        ("Myth", {"myth"}, True),
        ("Myth:", {"myth"}, True),
        ("Myth: sugar causes diabetes", set(), False),
        ("Myths and facts", set(), False),
        ("Fact or fiction?", set(), False),
        ("Don't", {"warning"}, False),
        ("What not to do after a bite", {"warning"}, False),
        ("Is it serious?", set(), False),
        ("Gout without swelling", set(), False),
        ("What may cause gout", set(), False),
        ("If you have gout", set(), False),
    ],
)
def test_heading_hands_on_only_what_titles(text: str, expected: set[str], to_text: bool) -> None:
    doc, hits = read(text)
    handed = carried(doc, 0, len(doc), hits, heading=True)
    assert set(map(str, handed.contexts.values)) == expected
    assert handed.to_text is to_text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Fact: a virus causes it.", True),
        ("In fact, a virus causes it.", True),
        ("That is not true.", True),
        ("The truth: a virus causes it.", True),
        ("The fact that it itches is no help.", False),
        ("It does not hurt.", False),
        ("Cold air causes colds.", False),
    ],
)
def test_a_correction_ends_what_was_handed_on(text: str, ends: bool) -> None:
    doc, hits = read(text)
    assert (ends_carrying(doc, 0, len(doc), hits) is not None) is ends


def test_carried_context_stops_where_the_fact_begins() -> None:
    doc, hits = read("Cold air causes colds - Fact: a virus does.")
    spots = [place(doc, "colds"), place(doc, "virus")]
    handed = Carried(Contexts((Context.MYTH,), ("Myth",)))
    until = ends_carrying(doc, 0, len(doc), hits)
    colds, virus = with_carried(contexts(doc, 0, len(doc), spots, hits), spots, handed, until)
    assert colds.values == (Context.MYTH,)
    assert virus == PLAIN
    assert with_carried([PLAIN], [(0, 1)], NOTHING) == [PLAIN]


def test_merge_keeps_the_nearer_cue_and_the_order() -> None:
    own = Contexts((Context.MYTH,), ("a myth",))
    added = Contexts((Context.NEGATED, Context.MYTH), ("not", "Myths"))
    assert merge(own, added) == Contexts((Context.NEGATED, Context.MYTH), ("not", "a myth"))


@pytest.mark.parametrize(
    ("text", "value", "anyone"),
    [
        ("That is wrong.", "myth", True),
        ("This is not true.", "myth", True),
        ("No, it does not.", "myth", True),
        ("There is no evidence for this.", "no-evidence", True),
        ("However, there is no evidence that it works.", "no-evidence", True),
        ("But there is no evidence.", "no-evidence", False),
        ("Experts disagree.", "myth", False),
    ],
)
def test_next_sentence_takes_back(text: str, value: str, anyone: bool) -> None:
    doc, hits = read(text)
    found = disputes(doc, 0, len(doc), hits)
    assert found is not None
    assert (str(found.value), found.any) == (value, anyone)


@pytest.mark.parametrize(
    "text",
    [
        "It does not hurt.",
        "No swelling is seen.",
        "They do not cause fever.",
        "See a doctor if that is not enough.",
        "Gout hurts, and people who say that it is all in the mind are told this is wrong.",
        "Wrong shoes hurt.",
    ],
)
def test_next_sentence_takes_nothing_back(text: str) -> None:
    doc, hits = read(text)
    assert disputes(doc, 0, len(doc), hits) is None


def test_mild_dispute_reaches_only_what_was_quoted() -> None:
    doc, hits = read("Experts disagree.")
    dispute = disputes(doc, 0, len(doc), hits)
    assert dispute is not None
    quoted = Contexts((Context.QUOTED,), ('"',))
    own, other = disputed([quoted, PLAIN], dispute)
    assert own.values == (Context.QUOTED, Context.MYTH)
    assert other == PLAIN


def test_quotation_runs_over_sentences() -> None:
    doc, _ = read('She wrote: "Garlic cures flu. Lemon cures gout." Doctors treat gout.')
    quotes = quotations(doc, 0, len(doc))
    second = place(doc, "Lemon")
    third = doc.text.rindex("gout")
    span = doc.char_span(third, third + 4)
    assert span is not None
    inner = contexts(doc, second[0], second[0] + 5, [second], [], quotes)
    outer = contexts(doc, span.start - 2, span.end, [(span.start, span.end)], [], quotes)
    assert inner[0].values == (Context.QUOTED,)
    assert outer == [PLAIN]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It doesn't hurt and the nurses' tea is cold.", 0),
        ("Take 5' rest at the patients' home.", 0),
        ("He said 'rest it' and 'ice it'.", 2),
        ('A "tonic" for "nerves".', 2),
        ('"The second paragraph goes on', 1),
        ('A 6" scar and a 4" cut healed.', 0),
        ('He said "rest, and the rest is lost', 0),
    ],
)
def test_quotation_marks_and_apostrophes(text: str, count: int) -> None:
    doc = NLP(text)
    assert len(quotations(doc, 0, len(doc))) == count


@pytest.mark.parametrize(
    "unit",
    [
        "no fever, ",
        "no fever or not a cough and may be rare if ",
        "pain is absent, ",
        '"pain" ',
        "it is a myth that pain, ",
        "but fever is not seen because ",
    ],
)
def test_work_is_linear_in_the_length_of_one_sentence(unit: str) -> None:
    def work(times: int) -> int:
        doc, hits = read(unit * times)
        spots = [(i, i + 1) for i, t in enumerate(doc) if t.lower_ in ("fever", "pain", "cough")]
        return steps(lambda: contexts(doc, 0, len(doc), spots, hits))

    # Eight times the length: 64 times the work, were it quadratic.
    assert work(800) < 12 * work(100)
