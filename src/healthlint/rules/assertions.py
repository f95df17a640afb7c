"""Whether a statement found in an article is the article's own, or denied, quoted, warned of."""

from __future__ import annotations

from healthlint.nlp.statements import StatementMatch
from healthlint.rules.article import Article

_TAKEN_BACK = frozenset({"negated", "myth", "no-evidence", "historical", "warning", "other-person"})
_RECOMMENDING = frozenset({"possible-treatment", "primary-prevention"})


def is_asserted(article: Article, match: StatementMatch) -> bool:
    """Nothing in the contexts of its words takes it back, and it is not a question."""
    contexts = article.contexts
    for hit in match.hits:
        values = contexts.get((hit.start, hit.end), ((), ()))[0]
        if _TAKEN_BACK.intersection(values):
            return False
    return not article.is_question(match.sentence)


def is_recommended(article: Article, match: StatementMatch) -> bool:
    """Whether the sentence, or the list or section it stands in, tells the reader to do it."""
    if article.labels[match.sentence].advice != "none":
        return True
    sentence = article.sentences[match.sentence]
    section = article.section_of(sentence.block)
    block = article.document.blocks[sentence.block]
    if block.lead_in is not None or block.kind.value == "list-item":
        return section is not None and section.relation in _RECOMMENDING
    return match.start - sentence.start <= 1 and any(
        hit.kind == "action" and hit.start == match.start for hit in match.hits
    )


def is_in_scope(article: Article, match: StatementMatch) -> bool:
    """Whether a statement about a topic stands where that topic is spoken of."""
    statement = match.pattern.statement
    if statement.scope == "anywhere":
        return True
    entry = statement.entry
    if any(t.id == entry and t.role in ("main", "listed") for t in article.topics):
        return True
    hits = article.concepts_by_sentence.get(match.sentence, ())
    if any(article.vocabulary.is_a(hit.id, entry) for hit in hits):
        return True
    return entry in article.subjects_at(match.start)
