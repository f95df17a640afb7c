"""Whether a statement found in an article is the article's own, or denied, quoted, warned of."""

from __future__ import annotations

from collections.abc import Iterable

from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.statements import StatementMatch
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Group
from healthlint.rules.article import Article
from healthlint.rules.orders import base_verbs, begins_clause, orders
from healthlint.rules.reporting import is_of_a_dish
from healthlint.rules.stories import is_held_up

_TAKEN_BACK = frozenset({"negated", "myth", "no-evidence", "historical", "warning", "other-person"})
_OF_SOMEONE = frozenset({"other-person", "historical"})
_RECOMMENDING = frozenset({"possible-treatment", "primary-prevention"})

_COMMENDING = ("praise", "testimony", "rhetorical")
# What a harmful thing is said to do, outright: "milk neutralises any poison".
_EFFECTS = ("remedy-verb", "prevent-away", "stop-attack", "neutralise", "dissolve")
_UNSURE = frozenset({"hedged", "no-evidence", "negated", "hypothetical"})

_NONE = 9  # tokens from a clause's "no" to what it is said of
_CLAUSE_ENDS = frozenset({".", ";", ":", ",", "!", "?"})
_THREE = 3  # a thing, what it does, and to what
# Condemn cues that say nothing against their own sentence as a whole.
_NOT_HERE = frozenset({"harms", "retracts"})
_HARMS = 4  # tokens between a deed and the harm it does
_SAID_OF = 1  # tokens between a deed and what is said of it
_NOT_AND_VERB = 2  # tokens: "n't wait"
_HANDED = 2  # tokens between "be told to" and what is told
_PERMISSION_REACH = 6  # tokens between the permission and what is permitted


def is_made(article: Article, match: StatementMatch) -> bool:
    """Whether a statement is the article's own here; harmful advice only where it is given."""
    return (
        is_in_scope(article, match)
        and not is_of_a_dish(article, match.sentence)
        and is_asserted(article, match)
        and (not match.pattern.harmful or is_recommended(article, match))
    )


def is_asserted(article: Article, match: StatementMatch) -> bool:
    """Nothing in the contexts of its words takes it back, and it is not a question."""
    own = " ".join(article.doc[hit.start : hit.end].text.lower() for hit in match.hits)
    spoken = _spoken_as_advice(article, match)
    for hit in match.hits:
        values, cues = article.contexts.get((hit.start, hit.end), ((), ()))
        asked = article.sentence_at(hit.start) != match.sentence and asks(
            article, article.sentence_at(hit.start)
        )
        for value, cue in zip(values, cues, strict=True):
            # "You do not need insulin": the denial is part of the statement itself.
            # "Not always harmless": a hedge that begins with "not" asserts the opposite.
            denies = value in _TAKEN_BACK or (value == "hedged" and cue.lower().startswith("not "))
            # "Never had a smear? Give it a miss": what the reader is asked denies no advice.
            waived = asked or (spoken and value in _OF_SOMEONE)
            if denies and not waived and cue.lower() not in own:
                return False
    if asks(article, match.sentence) or _is_condemned(article, match):
        return False
    if _is_scattered(article, match) or _acts_on_another(article, match):
        return False
    if match.pattern.harmful and (_orders_nothing(article, match) or _turns(article, match)):
        return False
    if _is_said_of_none(article, match):
        return False
    return not any(
        _is_not_only(article, hit) or is_object_of_a_denial(article, match.sentence, hit)
        for hit in match.hits
    )


def _spoken_as_advice(article: Article, match: StatementMatch) -> bool:
    """An order ("shove someone who has ... under a shower") or one's own story told as a tip."""
    number = match.sentence
    quoted = any(
        "quoted" in article.contexts.get((hit.start, hit.end), ((), ()))[0] for hit in match.hits
    )
    if quoted or not match.pattern.harmful:
        return False
    told = article.cues_in(number, "testimony") or is_held_up(article, number)
    return bool(told) or any(place <= match.end for place in orders(article, number))


def _orders_nothing(article: Article, match: StatementMatch) -> bool:
    """ "Put nothing in the mouth": the deed is told not to be done to anything."""
    words = [token.lower_ for token in article.doc[match.start : match.end]]
    return any(
        match.start <= place < match.end and words[place - match.start + 1 :][:1] == ["nothing"]
        for place in orders(article, match.sentence)
    )


def _turns(article: Article, match: StatementMatch) -> bool:
    """ "A sore throat can wait, but trouble breathing is an emergency": two things, and the second
    sends to care."""
    words = [token.lower_ for token in article.doc[match.start : match.end]]
    places = article.reading.putting_off.get(match.sentence, {})
    return "but" in words and "help-now" in places


def _is_said_of_none(article: Article, match: StatementMatch) -> bool:
    """ "No herb or supplement is known to take the place of a statin": a clause that begins so
    denies what follows, unless the "no" is part of the statement ("no need for insulin")."""
    sets = word_sets(article.vocabulary, "orders")
    sentence = article.sentences[match.sentence]
    for place in range(match.start - 1, max(sentence.start, match.start - _NONE) - 1, -1):
        word = article.doc[place].lower_
        if word in _CLAUSE_ENDS:
            return False
        if word in sets["none"]:
            return article.doc[place + 1].lower_ not in sets["no-of"]
    return False


def _acts_on_another(article: Article, match: StatementMatch) -> bool:
    """ "Cold air, colds and smoke can trigger asthma": two things that cause a third."""
    acts = [hit for hit in match.hits if article.vocabulary.is_a(hit.id, "cause")]
    if len(acts) != 1 or len(match.hits) < _THREE:
        return False
    act = acts[0]
    others = [hit for hit in match.hits if hit is not act]
    following = article.doc[act.end].lower_ if act.end < len(article.doc) else ""
    joints = article.reading.knowledge.joints
    return all(hit.end <= act.start for hit in others) and following not in joints.prepositions


def _is_scattered(article: Article, match: StatementMatch) -> bool:
    """Whether its words stand in and out of brackets, or in several items of a flattened list:
    what "(drugs that lower cholesterol) does" says is not said of cholesterol."""
    depth = bullets = 0
    for token in article.doc[match.start : match.end]:
        depth += (token.text == "(") - (token.text == ")")
        bullets += (
            token.text == "-"
            and bool(token.whitespace_)
            and token.i > match.start
            and (bool(article.doc[token.i - 1].whitespace_) or article.doc[token.i - 1].is_space)
        )
        # A full stop inside: two items of a list that lost its marks ("insulin. helps you").
        stop = token.text == "." and match.start < token.i < match.end - 1
        if (
            depth < 0
            or bullets > 1
            or (stop and article.sentence_at(match.start) == article.sentence_at(match.end - 1))
        ):
            return True
    return depth != 0


def is_condemned_in(article: Article, number: int) -> bool:
    """Whether a sentence condemns what it tells; what a deed does to a body may be a sign."""
    return any(cue.cue.id not in _NOT_HERE for cue in article.cues_in(number, "condemn"))


def _is_condemned(article: Article, match: StatementMatch) -> bool:
    """Taken back after it is said: in the sentence or, of a quotation, in the next one."""
    first = article.doc[article.sentences[match.sentence].start].lower_
    for cue in article.cues_in(match.sentence, "condemn"):
        # Danger words condemn the deed only as what is said of it: in "avoid it, it is
        # dangerous" they recommend it.
        reach = _HARMS if cue.cue.id == "harms" else _SAID_OF
        said_of_it = first.endswith("ing") or cue.start - match.end <= reach
        # "Just wait and see" is poor advice for a lump: said of the words, wherever they end.
        if cue.cue.id == "words" and cue.start > match.start:
            return True
        if cue.cue.id == "denies-that" or (cue.start >= match.end and said_of_it):
            return True
    if is_retracted(article, match.sentence):
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


def is_retracted(article: Article, number: int) -> bool:
    """Whether the next sentence takes back what this one says ("No trial supports this")."""
    after = number + 1
    if after == len(article.sentences):
        return False
    here = article.sentences[number].block == article.sentences[after].block
    return here and any(cue.cue.id == "retracts" for cue in article.cues_in(after, "condemn"))


def _is_not_only(article: Article, hit: ConceptHit) -> bool:
    """ "Not only in older people", "not on the tummy": the words themselves are denied."""
    before = article.doc[hit.start - 1].lower_ if hit.start else ""
    urged = any(cue.end == hit.start for cue in article.cues("rhetorical"))
    return hit.kind in ("property", "action") and before == "not" and not urged


def is_object_of_a_denial(article: Article, number: int, hit: ConceptHit) -> bool:
    """ "Don't wait until morning": the verb that is denied stands outside the words found."""
    sentence = article.sentences[number]
    sets = word_sets(article.vocabulary, "orders")
    if hit.kind != "action" or hit.start - sentence.start < _NOT_AND_VERB:
        return False
    before = [token.lower_ for token in article.doc[max(sentence.start, hit.start - 3) : hit.start]]
    if not sets["denials"].isdisjoint(before[:-1]) and before[-1] in sets["left"]:
        return True  # "should not be left until morning"
    opens = hit.start - _NOT_AND_VERB <= sentence.start + 1
    return opens and before[-2] in sets["denials"] and before[-1] in sets["verbs"]


def asks(article: Article, number: int) -> bool:
    """Whether a sentence asks; "why not try ...?" and "so why wait?" only seem to."""
    return article.is_question(number) and not article.cues_in(number, "rhetorical")


def is_recommended(article: Article, match: StatementMatch) -> bool:
    """Whether the sentence, or the list or section it stands in, tells the reader to do it."""
    if any(
        0 <= match.start - hit.end <= _HANDED or match.start <= hit.start < match.end
        for hit in article.cues_in(match.sentence, "handed-on")
    ):
        return False  # what a professional tells someone to do
    number = match.sentence
    if _is_supposed(article, match) or _is_done_by_it(article, match):
        return False
    if _has_happened(article, match) or _asks_first(article, match):
        return False
    if match.pattern.declared or is_advice(article, number) or _is_permitted(article, match):
        return True
    # To praise what harms, to call it a cure or to tell how well one did with it is to
    # recommend it.
    is_a = article.vocabulary.is_a
    if (
        any(article.cues_in(number, family) for family in _COMMENDING)
        or is_held_up(article, number)
        or any(is_a(hit.id, "cure") for hit in match.hits)
        or any(is_a(hit.id, "commending") for hit in article.concepts_by_sentence.get(number, ()))
    ):
        return True
    if any(_is_claimed_outright(article, hit) for hit in match.hits):
        return True
    sentence = article.sentences[number]
    section = article.section_of(sentence.block)
    block = article.document.blocks[sentence.block]
    listed = block.lead_in is not None or block.kind.value == "list-item"
    if listed and section is not None and section.relation in _RECOMMENDING:
        return True
    if any(is_imperative(article, hit) for hit in match.hits):
        return True
    return any(place <= match.end for place in orders(article, number))


def _is_claimed_outright(article: Article, hit: ConceptHit) -> bool:
    """Whether an effect is stated as a fact, with no hedge."""
    values = article.contexts.get((hit.start, hit.end), ((), ()))[0]
    return _UNSURE.isdisjoint(values) and any(
        article.vocabulary.is_a(hit.id, effect) for effect in _EFFECTS
    )


def is_advice(article: Article, number: int) -> bool:
    """Weak advice ("may be used") counts only where it speaks to the reader."""
    given = article.labels[number].advice
    return given == "strong" or (given == "weak" and bool(article.cues_in(number, "reader")))


def _is_done_by_it(article: Article, match: StatementMatch) -> bool:
    """ "Water tablets flush salt out": the thing does the deed; nobody does it to the thing.

    What comes before the deed may still be what it is done to: "your tablets can be stopped",
    "statins? Drop them".
    """
    if _is_told_of_something(article, match):
        return True
    if len(match.hits) != 2:
        return False
    thing, deed = sorted(match.hits, key=lambda hit: hit.start)
    if deed.kind != "action" or thing.kind == "action" or deed.start < thing.end:
        return False
    if article.sentence_at(thing.start) != article.sentence_at(deed.start):
        return False
    if any(place < thing.start for place in orders(article, match.sentence)):
        return False
    between = {token.lower_ for token in article.doc[thing.end : deed.start]}
    return between.isdisjoint(word_sets(article.vocabulary, "orders")["done-to"])


def _is_told_of_something(article: Article, match: StatementMatch) -> bool:
    """ "Drugs that kill the cells, stop them"; "steroids, such as prednisone, can stop ...": the
    deed has a subject of its own, and nobody is spoken to."""
    sets = word_sets(article.vocabulary, "orders")
    start = article.sentences[match.sentence].start
    for hit in match.hits:
        before = article.doc[max(start, hit.start - 1) : hit.start].text.lower()
        if hit.kind != "action" or before not in sets["of-subject"]:
            continue
        said = {token.lower_ for token in article.doc[start : hit.start]}
        if said.isdisjoint(sets["speaks-to"]) and hit.start > start + 1:
            return True
    return False


def _is_supposed(article: Article, match: StatementMatch) -> bool:
    """ "If you stop your tablets suddenly, rest": the deed is the condition, not the advice."""
    deeds = [hit for hit in match.hits if hit.kind == "action"]
    return bool(deeds) and all(
        "hypothetical" in article.contexts.get((hit.start, hit.end), ((), ()))[0] for hit in deeds
    )


def _has_happened(article: Article, match: StatementMatch) -> bool:
    """ "After she has swallowed bleach": an accident told of, not a deed advised."""
    perfect = word_sets(article.vocabulary, "orders")["perfect"]
    return any(
        hit.kind == "action"
        and hit.start > 0
        and article.doc[hit.start - 1].lower_ in perfect
        and article.doc[hit.start].lower_ not in base_verbs(article, hit.id)
        for hit in match.hits
    ) and not article.cues_in(match.sentence, "testimony")


def _asks_first(article: Article, match: StatementMatch) -> bool:
    """ "Talk to your pharmacist before you combine ...": the deed waits for an answer."""
    for advice in article.advice:
        if advice.sentence != match.sentence or advice.start >= match.end:
            continue
        between = article.doc[min(advice.end, match.end) : match.end]
        if any(token.lower_ == "before" for token in between):
            return True
    return False


def is_imperative(article: Article, hit: ConceptHit) -> bool:
    """Whether an action is ordered: in its base form, at the beginning of a clause."""
    if hit.kind != "action":
        return False
    first = article.doc[hit.start].lower_
    if first not in base_verbs(article, hit.id):
        return False
    return begins_clause(article, article.sentence_at(hit.start), hit.start)


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
