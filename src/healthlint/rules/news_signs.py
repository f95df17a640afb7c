"""What a story says of cost, benefit, harm, evidence, voices and alternatives, as a reviewer reads.

A word alone is no answer: a price is an amount that is not the company's turnover, a benefit is a
figure with what it is compared with, a harm is named and given a size or a kind. What stands below
a press release ("About the university") is not its story. Words: ``patterns/cues/news-signs.yaml``.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from healthlint.document.model import BlockKind
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.voices import are_one, voices_of

Signs = dict[int, dict[str, int]]

_LATE = 0.4  # share of a story after which its tail may begin
_ENOUGH = 1.0
_WEAK = 0.5
_NAMED_HARM = 2
_LEAD = 2  # sentences: the headline and the first
_PAIR = 2
_HEADING = 10  # words
# Figures of money and of who pays are no benefit.
_OTHER_FIGURES = frozenset({"finance", "money", "coverage"})
_DATELINE = 600  # characters within which a wire names itself
_RELEASE_END = re.compile(r"^\s*(?:###+\s*$|- 30 -)", re.MULTILINE)
_EFFECTS = frozenset({"SYMPTOM", "CONDITION"})
_INTERVENTIONS = frozenset({"MEDICINE", "TREATMENT", "TEST"})
_MENTIONS = 2
_VOICES = 2
_CAVEATS = 2  # sentences


def signs(article: Article) -> Signs:
    """Sentence number -> how often each sign stands in it, for the story's own sentences."""
    found: Signs = {}
    end = _end_of_story(article)
    for hit in article.cues("news-sign"):
        number = article.sentence_at(hit.start)
        if number < end and not article.is_boilerplate(hit.start):
            row = found.setdefault(number, {})
            sign = hit.cue.settings["sign"]
            row[sign] = row.get(sign, 0) + 1
    return found


def tells_cost(article: Article) -> bool:
    """An amount of money that is a price, or who pays for it."""
    for number, row in signs(article).items():
        if "coverage" in row:
            return True
        if "money" in row and "finance" not in row and _numbers(article, number):
            return True
    return False


def quantifies_benefit(article: Article) -> bool:
    """Figures that say how many were helped or by how much, not only how risks compare."""
    score = 0.0
    found = signs(article)
    for number in range(_end_of_story(article)):
        row = found.get(number, {})
        told = "finding" in row or "finding" in found.get(number - 1, {})
        if told and _OTHER_FIGURES.isdisjoint(row):
            score += _weight(article, number, row)
        if score >= _ENOUGH:
            return True
    return False


def _weight(article: Article, number: int, row: dict[str, int]) -> float:
    """A pair of figures is enough, a single one half of it, a relative one nothing."""
    shares = _shares(article, number)
    parts = _parts(article, number)
    if max(shares, parts) >= _PAIR and ("comparison" in row or "relative" not in row):
        return _ENOUGH
    if "comparison" in row and shares and len(_numbers(article, number)) > shares + 1:
        return _ENOUGH if "relative" not in row else 0.0
    single = "relative" not in row and "finding" in row and (shares or parts)
    return _WEAK if single else 0.0


def _parts(article: Article, number: int) -> int:
    """How many times a sentence says "21 of the 27"."""
    doc, end = article.doc, article.sentences[number].end
    count = 0
    for token in _numbers(article, number):
        words = [doc[place].lower_ for place in range(token.i + 1, min(end, token.i + 5))]
        if words[:1] in (["of"], ["out"]) and any(
            doc[token.i + 1 + place].like_num for place in range(len(words))
        ):
            count += 1
    return count


def explains_harm(article: Article) -> bool:
    """A harm named, with a number or with what it is; a bare "safe" is none."""
    score = 0
    found = signs(article)
    eased = any({"harm", "no-harm"} & found.get(n, {}).keys() for n in range(_LEAD))
    for number, row in found.items():
        if "harm" not in row or "no-harm" in row:
            continue
        # A story about easing side effects speaks of other treatments' harms throughout.
        if eased and "own" not in row and not _names_headline(article, number):
            continue
        score += 1
        near = (number, number + 1)
        effects = any(
            entity.label in _EFFECTS
            for place in near
            for entity in article.entities_by_sentence.get(place, ())
        )
        score += effects or bool(_numbers(article, number))
        if score >= _NAMED_HARM:
            return True
    return False


def _names_headline(article: Article, number: int) -> bool:
    """Whether a sentence of the body names the headline's treatment, medicine or test."""
    block = article.headline_block
    if block is None or article.sentences[number].block == block:
        return False
    start, end = article.layout.blocks[block]
    tried = {e.id for e in article.entities if e.label in _INTERVENTIONS and start <= e.start < end}
    entities = article.entities_by_sentence.get(number, ())
    return any(entity.id in tried for entity in entities)


def weighs_evidence(article: Article) -> bool:
    """What the study cannot show is said twice, or once where an outsider speaks too: a single
    caveat is in most stories that take a finding for proof."""
    rows = signs(article).values()
    caveats = sum("caveat" in row for row in rows)
    return caveats >= _CAVEATS or (caveats == 1 and has_independent_voice(article))


def compares_alternatives(article: Article) -> bool:
    """Another treatment or test is named as a choice, or compared with."""
    found = signs(article)
    if any("alternative" in row for row in found.values()):
        return True
    counts: dict[str, int] = {}
    for number, row in found.items():
        if "comparison" in row:
            entities = article.entities_by_sentence.get(number, ())
            ids = {entity.id for entity in entities if entity.label in _INTERVENTIONS}
            if len(ids) >= _MENTIONS:
                return True
            counts.update({identity: counts.get(identity, 0) + 1 for identity in ids})
    return False


def has_independent_voice(article: Article) -> bool:
    """Somebody is said to stand outside the work, or two speak who do: one voice of another body
    may as well be a friend of it."""
    if any("independent" in row for row in signs(article).values()):
        return True
    return not is_release(article) and len(voices_of(article).outsiders) >= _VOICES


def hears_outsider(article: Article) -> bool:
    """An outsider is said to be one, or speaks for a body that had no part; not in a release."""
    if has_independent_voice(article):
        return True
    if is_release(article):
        return False
    voices = voices_of(article)
    outsiders = voices.outsiders
    if voices.insiders or voices.teams:
        return bool(outsiders)
    # Nobody is said to have done the work: people of different bodies are not of one mind.
    bodies = [body for voice in outsiders for body in voice.bodies]
    apart = [
        body
        for place, body in enumerate(bodies)
        if not any(are_one(body, other, voices.widespread) for other in bodies[:place])
    ]
    return len(apart) >= _VOICES


def is_release(article: Article) -> bool:
    """Whether it is an institution's own news: it says so, whom the press should ring, or on
    whose wire it was sent ("/PRNewswire/", which is one word to the tokenizer)."""
    text = article.document.source.text
    if _RELEASE_END.search(text):
        return True
    wires = word_sets(article.vocabulary, "news-sign").get("release", frozenset())
    opening = text[:_DATELINE].lower()
    if any(f"/{wire}/" in opening for wire in wires):
        return True
    return any(hit.cue.settings["sign"] == "release" for hit in article.cues("news-sign"))


def is_new(article: Article) -> bool:
    """Whether it is something made just now, which nobody can have had so far."""
    return any("new" in row for row in signs(article).values())


def leans_on_release(article: Article) -> bool:
    """Whether a story quotes a release and nobody beside it."""
    leans = any("leans" in row for row in signs(article).values())
    return leans and not is_release(article) and not hears_outsider(article)


def _end_of_story(article: Article) -> int:
    """The number of the first sentence that is no longer the story's."""
    openings = word_sets(article.vocabulary, "news-sign").get("tail", frozenset())
    document = article.document
    first = article.layout.first_sentence
    late = _LATE * len(document.text)
    for number, block in enumerate(document.blocks):
        if block.span.start < late or block.kind is BlockKind.BOILERPLATE:
            continue
        text = document.block_text(block)
        short = text.strip(" :#").lower()
        marked = text.startswith("###") or (
            text.startswith("About ") and len(text) < len(openings) * 5
        )
        if marked or short in openings or _introduces_body(text):
            return first[number]
    return len(article.sentences)


def _introduces_body(text: str) -> bool:
    """ "About Acme Biosciences": every word begins with a capital, and no sentence follows."""
    words = text.strip(" :#").split()
    return 1 < len(words) < _HEADING and words[0] == "About" and words[1][0].isupper()


def _numbers(article: Article, number: int) -> list[Token]:
    sentence = article.sentences[number]
    return [token for token in article.doc[sentence.start : sentence.end] if token.like_num]


def _shares(article: Article, number: int) -> int:
    """How many percentages a sentence gives."""
    doc = article.doc
    return sum(
        1
        for token in _numbers(article, number)
        if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("%", "percent", "per", "pct")
    )
