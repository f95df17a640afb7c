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
from healthlint.rules.news import INTERVENTIONS, hits_of, subjects
from healthlint.rules.voices import are_one, voices_of

Signs = dict[int, dict[str, int]]

_LATE = 0.4  # share of a story after which its tail may begin
_HEADING = 10  # words
_DATELINE = 600  # characters within which a wire names itself
_RELEASE_END = re.compile(r"^\s*(?:###+\s*$|- 30 -)", re.MULTILINE)
_MENTIONS = 2
_VOICES = 2
_CAVEATS = 2  # sentences


def signs(article: Article) -> Signs:
    """Sentence number -> how often each sign stands in it, for the story's own sentences."""
    return article.once(_signs)


def _signs(article: Article) -> Signs:
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


def names_payer(article: Article) -> bool:
    """Who pays or might not, be it in passing."""
    return any("payer" in row for row in signs(article).values())


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


def is_early(article: Article) -> bool:
    """Whether it is so early in its making that nobody can know the price."""
    return any({"early", "unmade"} & row.keys() for row in signs(article).values())


def is_untried(article: Article) -> bool:
    """Whether the thing was tried on nobody, or is only hoped for: there is no effect to count."""
    return any({"untested", "unmade"} & row.keys() for row in signs(article).values())


def holds_back(article: Article) -> bool:
    """Whether anything is held against the finding, be it in words that weigh little."""
    return any({"reserve", "untested"} & row.keys() for row in signs(article).values())


def hears_regulator(article: Article) -> bool:
    """Whether a body that watches over others' work speaks of it."""
    return any("regulator" in row for row in signs(article).values())


def leans_on_release(article: Article) -> bool:
    """Whether a story quotes a release and nobody beside it."""
    leans = any("leans" in row for row in signs(article).values())
    return leans and not is_release(article) and not hears_outsider(article)


def end_of_story(article: Article) -> int:
    """The number of the first sentence that is no longer the story's."""
    return article.once(_end_of_story)


def _end_of_story(article: Article) -> int:
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
