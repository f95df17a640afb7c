"""What a story says of cost, benefit, harm, evidence, voices and alternatives, as a reviewer reads.

A word alone is no answer: a price is an amount that is not the company's turnover, a benefit is a
figure with what it is compared with, a harm is named and given a size or a kind. What stands below
a press release ("About the university") is not its story. Words: ``patterns/cues/news-signs.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from healthlint.document.model import BlockKind
from healthlint.nlp.named_sources import NamedSource
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.news import INTERVENTIONS, hits_of, subjects

Signs = dict[int, dict[str, int]]

_LATE = 0.4  # share of a story after which its tail may begin
_HEADING = 10  # words
_RELEASE_END = re.compile(r"^\s*(?:###+\s*$|- 30 -)", re.MULTILINE)
_MENTIONS = 2
_VOICES = 2
_CAVEATS = 2  # sentences


def signs(article: Article) -> Signs:
    """Sentence number -> how often each sign stands in it, for the story's own sentences."""
    found: Signs = {}
    end = end_of_story(article)
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
        if "money" in row and "finance" not in row and numbers_of(article, number):
            return True
    return False


def speaks_of_price(article: Article) -> bool:
    """A word on price without a figure: "costly", "affordable"."""
    return any("price-word" in row for row in signs(article).values())


def weighs_evidence(article: Article) -> bool:
    """What the study cannot show is said twice, or once where an outsider speaks too: a single
    caveat is in most stories that take a finding for proof."""
    caveats = caveats_of(article)
    return caveats >= _CAVEATS or (caveats == 1 and has_independent_voice(article))


def caveats_of(article: Article) -> int:
    """How many sentences say what the study cannot show."""
    return sum("caveat" in row for row in signs(article).values())


def describes_study(article: Article) -> bool:
    """What kind of study it was, or how many took part."""
    return bool(hits_of(article, "design")) or any(
        "people" in row and numbers_of(article, number) for number, row in signs(article).items()
    )


def compares_alternatives(article: Article) -> bool:
    """Another treatment or test is named as a choice, or compared with."""
    found = signs(article)
    if any("alternative" in row for row in found.values()):
        return True
    counts: dict[str, int] = {}
    for number, row in found.items():
        if "comparison" in row:
            entities = article.entities_by_sentence.get(number, ())
            ids = {entity.id for entity in entities if entity.label in INTERVENTIONS}
            if len(ids) >= _MENTIONS:
                return True
            counts.update({identity: counts.get(identity, 0) + 1 for identity in ids})
    return False


def names_alternative(article: Article) -> bool:
    """Whether anything else is set beside it, be it in passing: other treatments or tests by name,
    usual care, a control group."""
    if compares_alternatives(article) or any("beside" in r for r in signs(article).values()):
        return True
    ancestors = article.vocabulary.ancestors
    broad = word_sets(article.vocabulary, "news-sign")["broad"]
    own = subjects(article)
    known = frozenset().union(*map(ancestors, own))
    others = sum(
        entity.label in INTERVENTIONS
        and entity.id not in broad | known
        and own.isdisjoint(ancestors(entity.id))
        for number in range(end_of_story(article))
        for entity in article.entities_by_sentence.get(number, ())
    )
    return others >= _MENTIONS


def has_independent_voice(article: Article) -> bool:
    """An outsider is said to be one; or people of different bodies speak, outside a release."""
    if any("independent" in row for row in signs(article).values()):
        return True
    if is_release(article):
        return False
    bodies = set(_bodies(article))
    # "Johns Hopkins" and its school of medicine are one.
    apart = {body for body in bodies if not any(body != o and o in body for o in bodies)}
    return len(apart) >= _VOICES


def is_release(article: Article) -> bool:
    """Whether it is an institution's own news: it says so, or whom the press should ring."""
    if _RELEASE_END.search(article.document.source.text):
        return True
    return any(hit.cue.settings["sign"] == "release" for hit in article.cues("news-sign"))


def is_new(article: Article) -> bool:
    """Whether it is something made just now, which nobody can have had so far."""
    return any("new" in row for row in signs(article).values())


def leans_on_release(article: Article) -> bool:
    """Whether a story quotes a release and nobody beside it."""
    leans = any("leans" in row for row in signs(article).values())
    return leans and not is_release(article) and not has_independent_voice(article)


def _bodies(article: Article) -> Iterator[str]:
    """The body each speaker belongs to: named in the speaker's own sentence."""
    by_sentence: dict[int, list[NamedSource]] = {}
    for source in article.attribution.named:
        number = article.sentence_at(article.token_at(source.span.start))
        by_sentence.setdefault(number, []).append(source)
    for sources in by_sentence.values():
        people = [source for source in sources if source.kind == "person"]
        bodies = [source for source in sources if source.kind == "organisation"]
        if people and bodies:
            yield bodies[-1].name.split(",")[0].lower()


def end_of_story(article: Article) -> int:
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


def numbers_of(article: Article, number: int) -> list[Token]:
    sentence = article.sentences[number]
    return [token for token in article.doc[sentence.start : sentence.end] if token.like_num]
