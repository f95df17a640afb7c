"""What an article states of what the reference knows to be false or harmful.

A known statement is found in the concepts of a sentence side by side, or in other words; whether
the article makes it its own is asked elsewhere (:mod:`healthlint.rules.assertions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.nlp.statements import StatementMatch
from healthlint.rules.article import Article
from healthlint.rules.lead_ins import introduced
from healthlint.source import Span


def statements(article: Article) -> tuple[StatementMatch, ...]:
    """Known false claims and harmful advice that the article makes, denies or quotes."""
    return article.once(_statements)


def statements_in(article: Article, number: int) -> list[StatementMatch]:
    """The known statements of one sentence."""
    return article.once(_by_sentence).get(number, [])


def said_by_sentence(article: Article) -> Mapping[int, list[ConceptHit]]:
    """Sentence number -> its concepts, and what its words together say (stances, bounds)."""
    return article.once(_said)


def match_spans(article: Article, match: StatementMatch) -> tuple[Span, ...]:
    """The words that make a statement: one span a sentence they stand in."""
    found: dict[int, tuple[int, int]] = {}
    for hit in match.hits:
        number = article.sentence_at(hit.start)
        start, end = found.get(number, (hit.start, hit.end))
        found[number] = min(start, hit.start), max(end, hit.end)
    return tuple(article.span(*found[number]) for number in sorted(found))


def _statements(article: Article) -> tuple[StatementMatch, ...]:
    index, about = article.reading.knowledge.statements, article.once(_entries)
    found = list(index.find(said_by_sentence(article), introduced(article), about.__getitem__))
    worded = {(m.sentence, m.pattern.statement.key): m for m in _worded(article)}
    # Where a wording declares it, that says more than the concepts side by side.
    found = [
        m
        for m in found
        if (other := worded.get((m.sentence, m.pattern.statement.key))) is None
        or not other.pattern.declared
    ]
    seen = {(match.sentence, match.pattern.statement.key) for match in found}
    found += [match for place, match in worded.items() if place not in seen]
    return tuple(sorted(found, key=lambda match: match.sentence))


def _by_sentence(article: Article) -> dict[int, list[StatementMatch]]:
    found: dict[int, list[StatementMatch]] = {}
    for match in statements(article):
        found.setdefault(match.sentence, []).append(match)
    return found


def _worded(article: Article) -> Iterator[StatementMatch]:
    """Statements made in other words."""
    knowledge, about = article.reading.knowledge, article.once(_entries)
    for number, hits in said_by_sentence(article).items():
        sentence = article.sentences[number]
        words = lowered(article.doc)[sentence.start : sentence.end]
        said = knowledge.paraphrases.find(words, sentence.start, hits, about[number])
        for key, own, declared in said:
            match = knowledge.statements.worded(key, number, own, hits, declared)
            if match is not None:
                yield match


def _said(article: Article) -> dict[int, list[ConceptHit]]:
    return article.reading.knowledge.derived.added(
        article.doc,
        article.sentences,
        article.concepts_by_sentence,
        article.reading.cues_by_sentence("measure"),
    )


def _entries(article: Article) -> tuple[frozenset[str], ...]:
    """By sentence: the entries that its section, else the article, is about."""
    main = frozenset(article.main_topics)
    own = {
        number: frozenset(section.subjects) or main
        for number in {sentence.block for sentence in article.sentences}
        if (section := article.section_of(number)) is not None
    }
    return tuple(own.get(sentence.block, main) for sentence in article.sentences)
