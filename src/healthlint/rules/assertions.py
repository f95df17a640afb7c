"""Whether a statement found in an article is the article's own, or denied, quoted, warned of."""

from __future__ import annotations

from collections.abc import Iterable

from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.statements import StatementMatch
from healthlint.reference.model import Group
from healthlint.rules.article import Article

_TAKEN_BACK = frozenset({"negated", "myth", "no-evidence", "historical", "warning", "other-person"})
_RECOMMENDING = frozenset({"possible-treatment", "primary-prevention"})

_PERMISSION_REACH = 6  # tokens between the permission and what is permitted


def is_asserted(article: Article, match: StatementMatch) -> bool:
    """Nothing in the contexts of its words takes it back, and it is not a question."""
    own = " ".join(article.doc[hit.start : hit.end].text.lower() for hit in match.hits)
    for hit in match.hits:
        values, cues = article.contexts.get((hit.start, hit.end), ((), ()))
        for value, cue in zip(values, cues, strict=True):
            # "You do not need insulin": the denial is part of the statement itself.
            # "Not always harmless": a hedge that begins with "not" asserts the opposite.
            denies = value in _TAKEN_BACK or (value == "hedged" and cue.lower().startswith("not "))
            if denies and cue.lower() not in own:
                return False
    if article.is_question(match.sentence) or _is_condemned(article, match):
        return False
    return not any(_is_not_only(article, hit) for hit in match.hits)


def _is_condemned(article: Article, match: StatementMatch) -> bool:
    """Taken back after it is said: in the sentence or, of a quotation, in the next one."""
    first = article.doc[article.sentences[match.sentence].start].lower_
    for cue in article.cues_in(match.sentence, "condemn"):
        # Danger words condemn the deed only as what is said of it: in "avoid it, it is
        # dangerous" they recommend it.
        if cue.start >= match.end and (cue.cue.id == "words" or first.endswith("ing")):
            return True
    following = match.sentence + 1
    quoted = any(
        "quoted" in article.contexts.get((hit.start, hit.end), ((), ()))[0] for hit in match.hits
    )
    return (
        quoted
        and following < len(article.sentences)
        and any(cue.cue.id == "words" for cue in article.cues_in(following, "condemn"))
    )


def _is_not_only(article: Article, hit: ConceptHit) -> bool:
    """ "Not only in older people": the exclusive word itself is denied."""
    before = article.doc[hit.start - 1].lower_ if hit.start else ""
    return hit.kind == "property" and before == "not"


def is_recommended(article: Article, match: StatementMatch) -> bool:
    """Whether the sentence, or the list or section it stands in, tells the reader to do it."""
    if article.labels[match.sentence].advice != "none" or _is_permitted(article, match):
        return True
    # To praise what harms, or to call it a cure, is to recommend it.
    if article.cues_in(match.sentence, "praise") or any(
        article.vocabulary.is_a(hit.id, "cure") for hit in match.hits
    ):
        return True
    sentence = article.sentences[match.sentence]
    section = article.section_of(sentence.block)
    block = article.document.blocks[sentence.block]
    if block.lead_in is not None or block.kind.value == "list-item":
        return section is not None and section.relation in _RECOMMENDING
    return any(is_imperative(article, hit) for hit in match.hits)


def is_imperative(article: Article, hit: ConceptHit) -> bool:
    """Whether an action is ordered: in its base form, at the beginning of a clause."""
    if hit.kind != "action":
        return False
    first = article.doc[hit.start].lower_
    if first not in article.base_verbs(hit.id):
        return False
    sentence = article.sentences[article.sentence_at(hit.start)]
    before = hit.start - 1
    return before < sentence.start or article.doc[before].lower_ in article.clause_openers


def _is_permitted(article: Article, match: StatementMatch) -> bool:
    """ "You can simply stop": permission right before or in the words that make the statement."""
    sentence = article.sentences[match.sentence]
    return any(
        sentence.start <= hit.start <= match.end and match.start - hit.end <= _PERMISSION_REACH
        for hit in article.cues_in(match.sentence, "permission")
    )


def is_in_scope(article: Article, match: StatementMatch) -> bool:
    """Whether a statement about a topic stands where that topic is spoken of."""
    statement = match.pattern.statement
    if statement.scope == "anywhere":
        return True
    entry = statement.entry
    is_a = article.vocabulary.is_a
    for topic in article.topics:
        # A page on "clots in the leg" is in play for deep vein thrombosis.
        broader = topic.role == "main" and is_a(entry, topic.id)
        if broader or (topic.id == entry and topic.role in ("main", "listed")):
            return True
    hits = article.concepts_by_sentence.get(match.sentence, ())
    if any(is_a(hit.id, entry) for hit in hits):
        return True
    if entry in article.subjects_at(match.start):
        return True
    # "Put a spoon in the mouth during a seizure" is about epilepsy wherever it stands.
    signs = {
        target.concept
        for group in (Group.SYMPTOMS, Group.RED_FLAGS)
        for fact in article.reference.entries[entry].by_group.get(group, ())
        if fact.importance == "essential"
        for target in fact.targets
        if target.site is None and not target.modifiers
    }
    return len(match.hits) > 1 and any(
        hit.kind == "symptom" and hit.id in signs - article.everyday_signs for hit in match.hits
    )


def distinct(article: Article, matches: Iterable[StatementMatch]) -> list[StatementMatch]:
    """One of several entries' statements about the same words: the article's own topic's first."""
    main = set(article.main_topics)
    kept: list[StatementMatch] = []
    for match in sorted(matches, key=lambda m: m.pattern.statement.entry not in main):
        if not any(
            match.sentence == other.sentence and match.start < other.end and other.start < match.end
            for other in kept
        ):
            kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end))
