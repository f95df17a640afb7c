"""Advice to take, stop, change or combine a medicine, with nobody to ask and no caution.

**What it finds.** A sentence that tells the reader to start, stop, combine or change the dose of a
medicine or supplement, or names a dose to take, where neither that passage nor its neighbours send
the reader to a doctor, nurse or pharmacist, refer to a prescription or label, or say for whom it
is not safe.

**Why it matters.** Doses and combinations that suit one reader harm another. Medicines regulators
ask that consumer advice name whom to consult.

**Example.** "Take 600 mg of ibuprofen three times a day." Better: "Ibuprofen can ease the pain.
Ask your pharmacist whether it is safe for you, and follow the dose on the packet."

**Sources.** MHRA and FDA advice for consumers on medicines; PIF TICK criterion 6.

**Limits.** Reports of doses that others took (trials, history) are not advice. Vaccines, vitamin D
and folic acid, and foods used as remedies, are left to other rules.
What no list names is read as a whole (`nlp/encoder.py`): such a finding says "reads like",
names words that stood out and has medium or low confidence; subtle errors of dose, age or
time escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.encoder import DANGER
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import EVERY_PAGE, named
from healthlint.rules.lead_ins import is_under_a_condition
from healthlint.rules.medicine_deeds import deed_with
from healthlint.rules.naming import name_of
from healthlint.rules.orders import has_order
from healthlint.rules.read_danger import read_dangers
from healthlint.rules.reporting import is_reported
from healthlint.source import Span

_NOT_TOLD = frozenset(
    {
        "negated",
        "warning",
        "myth",
        "no-evidence",
        "historical",
        "other-person",
        "quoted",
        "hypothetical",
    }
)
_EVERYBODYS = 4000  # units; NHS: no more than 100 micrograms (4,000 IU) of vitamin D a day
_DOING_WITHOUT = ("without", "no longer", "instead of", "do not need", "don't need")
_COMMENDING = ("praise", "testimony", "rhetorical")
# Deeds that change what the reader takes, wherever they stand near the medicine.
_CHANGES = (
    "give-up-on",
    "stop-taking",
    "skip-dose",
    "too-much",
    "double-dose",
    "change-dose",
    "use-old-medicine",
    "share-medicine",
    "buy-online",
    "combine-medicines",
)
_NEAR = 7  # tokens between such a deed, a dose or another medicine, and the medicine
_REACH = 1  # sentences before and after that may carry the caution
_CLOSE = 9  # tokens between "take" and the medicine, where a dose is given
_NEXT = 2  # tokens between "stop" or "double" and the medicine, where no dose is given
_REFUSAL = 3  # tokens between "not" and the order


def check(article: Article) -> Iterator[Finding]:
    kinds = word_sets(article.vocabulary, "medicine-kinds")
    found: dict[tuple[int, int], tuple[Entity, Span]] = {}
    for number, entities in article.entities_by_sentence.items():
        medicines = [e for e in entities if _is_medicine(article, e, kinds)]
        told = [e for e in medicines if _is_told(e)]
        if not medicines or is_reported(article, number, DANGER):
            continue
        if _is_cautious(article, number) or is_under_a_condition(article, number):
            continue
        advised = _is_advice(article, number)
        for entity in medicines:
            order = None
            if advised and entity in told:
                order = _order_for(article, number, entity)
                order = order or _change_of(article, number, entity, told)
            if order is None and _is_offered(entity):
                order = deed_with(article, number, entity)
            if order is not None:
                start, end = min(order[0], entity.start), max(order[1], entity.end)
                found[start, end] = (entity, article.span(start, end))
                break
    yield from _by_name(article, found)
    yield from read_dangers(
        article,
        RULE,
        "This reads like advice to take, stop or change a medicine with nobody to ask",
        "Ask your doctor or pharmacist before you start, stop or change a medicine.",
    )


def _by_name(
    article: Article, found: Mapping[tuple[int, int], tuple[Entity, Span]]
) -> Iterator[Finding]:
    if not found:
        return
    places = [found[place] for place in sorted(found)]
    names = list(dict.fromkeys(name_of(article, entity.id) for entity, _ in places))
    yield RULE.finding(
        f"This tells the reader what to do with a medicine ({named(names)}) without saying whom to "
        "ask or for whom it is not safe.",
        *(span for _, span in places),
        suggestion="Ask your doctor or pharmacist before you start, stop or change a medicine.",
        confidence=Confidence.MEDIUM,
    )


def _is_medicine(article: Article, entity: Entity, kinds: Mapping[str, frozenset[str]]) -> bool:
    if entity.label not in ("MEDICINE", "TREATMENT"):
        return False
    above = article.vocabulary.ancestors(entity.id)
    if above.isdisjoint(kinds["medicines"]):
        return False
    return above.isdisjoint(kinds["exempt"]) or _is_dosed(article, entity)


def _is_dosed(article: Article, entity: Entity) -> bool:
    """A food or harmless supplement named as a pill or with a dose is taken as a medicine."""
    return any(
        _act(cue) == "unit"
        and (
            abs(cue.start - entity.end) <= 1
            or (_is_near(cue.start, cue.end, entity) and _is_huge(article, cue))
        )
        for cue in article.cues_in(article.sentence_at(entity.start), "medicine-dosing")
    )


def _is_huge(article: Article, cue: CueHit) -> bool:
    """ "10,000 IU of vitamin D": beyond what is advised to everybody."""
    number = article.doc[cue.start - 1].text.replace(",", "") if cue.start else ""
    return number.isdecimal() and int(number) > _EVERYBODYS


def _is_told(entity: Entity) -> bool:
    return not _NOT_TOLD.intersection(entity.context)


def _is_offered(entity: Entity) -> bool:
    """As told, but "give your six-year-old" and "a week without your tablets" count."""
    return all(
        value not in _NOT_TOLD or value == "other-person" or cue.lower() in _DOING_WITHOUT
        for value, cue in zip(entity.context, entity.cues, strict=True)
    )


def _is_advice(article: Article, number: int) -> bool:
    sentence = article.sentences[number]
    if article.document.blocks[sentence.block].kind not in PROSE or article.is_question(number):
        return False
    if article.labels[number].advice != "none" or has_order(article, number):
        return True
    if any(article.cues_in(number, family) for family in _COMMENDING):
        return True
    # "Halve your tablets": an order that the advice component, made for careful prose, may miss.
    orders = [
        h for h in article.cues_in(number, "medicine-dosing") if _is_order(article, number, h)
    ]
    allowed = {hit.end for hit in article.cues_in(number, "permission")}
    return any(hit.start == sentence.start or hit.start in allowed for hit in orders)


def _is_cautious(article: Article, number: int) -> bool:
    sentences = article.sentences
    block = sentences[number].block
    for other in range(max(0, number - _REACH), min(len(sentences), number + _REACH + 1)):
        if sentences[other].block != block or not _cautions(article, other):
            continue
        if other == number or _is_of_medicine(article, other):
            return True
    owner = article.document.blocks[block].lead_in
    first = article.layout.first_sentence
    return owner is not None and any(
        _cautions(article, other) for other in range(first[owner], first[owner + 1])
    )


def _is_of_medicine(article: Article, number: int) -> bool:
    """Whether a caution nearby is about a medicine: "see a doctor for a cough" is not."""
    return bool(article.cues_in(number, "medicine-dosing")) or any(
        entity.label == "MEDICINE" for entity in article.entities_by_sentence.get(number, ())
    )


def _cautions(article: Article, number: int) -> bool:
    """Whether a sentence sends to a professional or a label ("without a prescription" does not)."""
    return any(cue.cue.id != "no-caution" for cue in article.cues_in(number, "caution"))


def _change_of(
    article: Article, number: int, entity: Entity, told: Sequence[Entity]
) -> tuple[int, int] | None:
    """A change, a dose or a combination named near the medicine, on whichever side of it."""
    vocabulary = article.vocabulary
    if not _is_urged(article, number):
        return None
    for hit in article.concepts_by_sentence.get(number, ()):
        if hit.kind != "action" or not _is_near(hit.start, hit.end, entity):
            continue
        between = {token.lower_ for token in article.doc[entity.end : hit.start]}
        if hit.start >= entity.end and between.isdisjoint(
            word_sets(vocabulary, "orders")["done-to"]
        ):
            continue  # "water tablets flush salt out"
        if any(vocabulary.is_a(hit.id, change) for change in _CHANGES):
            values, cues = article.contexts.get((hit.start, hit.end), ((), ()))
            own = article.doc[hit.start : hit.end].text.lower()
            if not any(
                v in _NOT_TOLD and c.lower() not in own for v, c in zip(values, cues, strict=True)
            ):
                return hit.start, hit.end
    for cue in article.cues_in(number, "medicine-dosing"):
        if _is_dose(article, cue) and _is_near(cue.start, cue.end, entity):
            return cue.start, cue.end
    return _combination(article, number, entity, told)


def _is_urged(article: Article, number: int) -> bool:
    """Whether the sentence urges, not only mentions what may be done."""
    return (
        article.labels[number].advice == "strong"
        or has_order(article, number)
        or any(article.cues_in(number, family) for family in (*_COMMENDING, "permission"))
    )


def _combination(
    article: Article, number: int, entity: Entity, told: Sequence[Entity]
) -> tuple[int, int] | None:
    """Another medicine, or alcohol, to take with it."""
    others = [(e.start, e.end) for e in told if e.id != entity.id and e.start >= entity.end]
    others += [
        (hit.start, hit.end)
        for hit in article.concepts_by_sentence.get(number, ())
        if article.vocabulary.is_a(hit.id, "alcohol-words")
    ]
    words = word_sets(article.vocabulary, "combining")["between"]
    for start, end in others:
        low, high = sorted(((start, end), (entity.start, entity.end)))
        between = {token.lower_ for token in article.doc[low[1] : high[0]]}
        if 0 <= high[0] - low[1] <= _NEAR and not words.isdisjoint(between):
            return start, end
    return None


def _is_near(start: int, end: int, entity: Entity) -> bool:
    return start <= entity.end + _NEAR and entity.start <= end + _NEAR


def _order_for(article: Article, number: int, entity: Entity) -> tuple[int, int] | None:
    """The order to change the medicine, or to take a stated dose of it."""
    hits = article.cues_in(number, "medicine-dosing")
    is_dosed = any(_is_dose(article, hit) for hit in hits)
    found: tuple[int, int] | None = None
    for hit in hits:
        # An order comes before what it is about ("stop your statin"), never after.
        gap = entity.start - hit.end
        reach = _CLOSE if is_dosed else _NEXT
        if 0 <= gap <= reach and (is_dosed or _act(hit) == "change"):
            found = (hit.start, hit.end) if _is_order(article, number, hit) else found
    return found


def _is_order(article: Article, number: int, hit: CueHit) -> bool:
    if _act(hit) not in ("change", "take"):
        return False
    # "You may need to take" reports; "do not stop" forbids.
    start = article.sentences[number].start
    before = {token.lower_ for token in article.doc[max(start, hit.start - 1) : hit.start]}
    return "to" not in before and not _is_refused(article, number, hit)


def _is_refused(article: Article, number: int, hit: CueHit) -> bool:
    return any(
        0 <= hit.start - no.end < _REFUSAL or (no.start <= hit.start < no.end)
        for no in article.cues_in(number, "negation")
    )


def _is_dose(article: Article, hit: CueHit) -> bool:
    if _act(hit) == "dose":
        return True
    before = article.doc[max(0, hit.start - 2) : hit.start]
    return _act(hit) == "unit" and any(token.like_num for token in before)


def _act(hit: CueHit) -> str:
    return str(hit.cue.settings["act"])


RULE = Rule(
    code="AD004",
    name="medicine-without-caution",
    severity=Severity.MAJOR,
    summary="Tells the reader to take, stop or change a medicine, with nobody to ask.",
    check=check,
    genres=EVERY_PAGE,
    page=__doc__,
)
