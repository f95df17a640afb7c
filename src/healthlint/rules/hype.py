"""Miracles, breakthroughs and game changers.

**What it finds.** Words that promise more than medicine has: miracle, wonder drug, breakthrough,
game changer, superfood, melts fat. In the headline, or three times and more, it is major.

**Why it matters.** Sensational language is criterion 10 of HealthNewsReview; most "breakthroughs"
never reach a patient.

**Example.** "A miracle spice melts away tumours." Better: "In a small trial the spice eased
nausea; it has not been shown to shrink tumours."

**Limits.** Terms of art ("breakthrough pain", "cure rate"), denials ("no cure", "not a miracle"),
warnings against such promises and words held in quotation marks are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.headline import read_title
from healthlint.rules.article import Article
from healthlint.rules.wording import READ, asserted, weight_of

_MANY = 3
_ENOUGH = 1.0
_PRAISE, _THING = "praise", "thing"
_BETWEEN = 1  # "stunning new treatment"
_BETTER = "Say what was found, in how many people, and what is not yet known."


def check(article: Article) -> Iterator[Finding]:
    hits = [hit for hit in asserted(article, "hype") if weight_of(hit) > 0]
    # Soft words ("remarkable") only underline a strong one near them.
    strong = {article.sentence_at(h.start) for h in hits if weight_of(h) >= _ENOUGH}
    strong |= _praised(article, hits)
    if not strong:
        yield from _in_record(article)
        return
    shown = [h for h in hits if article.sentence_at(h.start) in strong]
    loud = len(shown) >= _MANY or any(h.start < article.body_start for h in shown)
    words = article.doc[shown[0].start : shown[0].end].text
    yield RULE.finding(
        f'"{words}" promises more than a health article can show.',
        *(article.span(h.start, h.end) for h in shown),
        severity=Severity.MAJOR if loud else Severity.MINOR,
        suggestion=_BETTER,
        confidence=Confidence.HIGH if loud else Confidence.MEDIUM,
    )


def _praised(article: Article, hits: list[CueHit]) -> set[int]:
    """Sentences that praise a treatment or a finding ("a stunning new drug"), or praise twice."""
    praise = [hit for hit in hits if hit.cue.settings.get("part") == _PRAISE]
    if not praise:
        return set()
    things = {h.start for h in article.cues("hype") if h.cue.settings.get("part") == _THING}
    found = set()
    seen: Counter[int] = Counter()
    for hit in praise:
        number = article.sentence_at(hit.start)
        seen[number] += 1
        after = range(hit.end, hit.end + _BETWEEN + 1)
        if seen[number] > 1 or not things.isdisjoint(after):
            found.add(number)
    return found


def _in_record(article: Article) -> Iterator[Finding]:
    """Hype in a title that is no part of the text."""
    title = read_title(article.reading) if article.headline_block is None else None
    if title is None:
        return
    lexicon = article.reading.knowledge.lexicon
    if lexicon.cue_hits(title.hits, "distance") or (article.document.title or "").endswith("?"):
        return
    for hit in lexicon.cue_hits(title.hits, "hype"):
        if weight_of(hit) >= _ENOUGH:
            words = title.doc[hit.start : hit.end].text
            yield RULE.finding(
                f'The headline\'s "{words}" promises more than a health article can show.',
                severity=Severity.MAJOR,
                suggestion=_BETTER,
            )
            return


RULE = Rule(
    code="LG003",
    name="hype",
    severity=Severity.MINOR,
    summary="Miracle, breakthrough, game changer: more than medicine has to give.",
    check=check,
    genres=READ,
    page=__doc__,
)
