"""What the tool reads and finds in an article, compared with its gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from healthlint.finding import ArticleReport, Finding
from healthlint.nlp.layout import PROSE
from healthlint.score import figures as f
from healthlint.score.figures import Error, Scorecard
from healthlint.score.gold import GoldArticle, GoldEntity, GoldFinding
from healthlint.source import Span

Read = Mapping[str, Any]
CONTEXTS = (
    "negated",
    "hedged",
    "rare",
    "hypothetical",
    "historical",
    "other-person",
    "quoted",
    "myth",
    "no-evidence",
    "warning",
)
_PROSE = frozenset(kind.value for kind in PROSE)
_LONGEST_SHORT_FORM = 6
_REPORTED = frozenset({"myth", "no-evidence", "other-person", "historical"})


def compare(card: Scorecard, gold: GoldArticle, read: Read, report: ArticleReport) -> None:
    """Count one article into the card: its extraction and its report against its gold."""
    card.articles += 1
    counter = _Counter(card, gold)
    found = _in_prose(read)
    pairs = counter.entities(found)
    counter.contexts(pairs)
    counter.claims(read["claims"])
    counter.advice(read["advice"])
    counter.findings(report.findings)
    counter.genre(read["genre"])


def _in_prose(read: Read) -> list[Read]:
    """Entities in the article's own words: gold leaves captions and navigation out."""
    blocks = [_span(block) for block in read["blocks"] if block["kind"] in _PROSE]
    found = []
    number = 0
    for entity in sorted(read["entities"], key=lambda e: (e["start"], e["end"])):
        while number < len(blocks) and blocks[number].end <= entity["start"]:
            number += 1
        if number < len(blocks) and blocks[number].start <= entity["start"]:
            found.append(entity)
    return found


def _span(row: Read) -> Span:
    return Span(row["start"], row["end"])


def _overlap(first: Span, second: Span) -> int:
    return min(first.end, second.end) - max(first.start, second.start)


class _Counter:
    """Counts one article into a card."""

    def __init__(self, card: Scorecard, gold: GoldArticle) -> None:
        self._card = card
        self._gold = gold

    def _wrong(self, section: str, row: str, span: Span | None, words: str, what: str) -> None:
        line = column = None
        if span is not None:
            line, column = self._gold.source.line_column(span.start)
        error = Error(section, row, self._gold.name, line, column, words, what)
        self._card.errors.append(error)

    # -- entities

    def entities(self, found: Sequence[Read]) -> list[tuple[GoldEntity, Read]]:
        """Count the entities; gives the pairs that match."""
        gold = self._gold.entities
        pairs = _pairs(gold, found, same_id=True)
        matched = {id(read) for _, read in pairs}
        known = {id(entity) for entity, _ in pairs}
        figure = self._card.figure
        for entity, read in pairs:
            figure(f.ENTITIES, entity.label).right += 1
            if entity.span == _span(read):
                figure(f.STRICT, entity.label).right += 1
            else:
                figure(f.STRICT, entity.label).missed += 1
                figure(f.STRICT, entity.label).spurious += 1
                what = f'words differ: found "{read["text"]}"'
                self._wrong(f.STRICT, entity.label, entity.span, entity.text, what)
        for entity in gold:
            if id(entity) not in known:
                self._missed(entity, found)
        for read in found:
            if id(read) not in matched:
                self._spurious(read)
        self._labels_only(found)
        self._short_forms(pairs, found)
        return pairs

    def _missed(self, entity: GoldEntity, found: Sequence[Read]) -> None:
        for section in (f.ENTITIES, f.STRICT):
            self._card.figure(section, entity.label).missed += 1
        instead = [
            f"{read['label']} {read['id']}" for read in found if entity.span.touches(_span(read))
        ]
        what = f"missed ({entity.id})"
        if instead:
            what += f"; found {', '.join(instead)}"
        self._wrong(f.ENTITIES, entity.label, entity.span, entity.text, what)

    def _spurious(self, read: Read) -> None:
        for section in (f.ENTITIES, f.STRICT):
            self._card.figure(section, read["label"]).spurious += 1
        instead = [
            f"{entity.label} {entity.id}"
            for entity in self._gold.entities
            if entity.span.touches(_span(read))
        ]
        what = f"found {read['id']}, not there"
        if instead:
            what += f"; gold has {', '.join(instead)}"
        self._wrong(f.ENTITIES, read["label"], _span(read), read["text"], what)

    def _labels_only(self, found: Sequence[Read]) -> None:
        pairs = _pairs(self._gold.entities, found, same_id=False)
        figure = self._card.figure
        for entity, _ in pairs:
            figure(f.LABELS_ONLY, entity.label).right += 1
        known = {id(entity) for entity, _ in pairs}
        matched = {id(read) for _, read in pairs}
        for entity in self._gold.entities:
            if id(entity) not in known:
                figure(f.LABELS_ONLY, entity.label).missed += 1
        for read in found:
            if id(read) not in matched:
                figure(f.LABELS_ONLY, read["label"]).spurious += 1

    def _short_forms(self, pairs: Sequence[tuple[GoldEntity, Read]], found: Sequence[Read]) -> None:
        """Short forms in capitals, over all labels; a wrong one is worth a look of its own."""
        figure = self._card.figure(f.SHORT_FORMS, f.TOTAL)
        matched = {id(read) for _, read in pairs}
        known = {id(entity) for entity, _ in pairs}
        for entity in self._gold.entities:
            if _is_short_form(entity.text):
                if id(entity) in known:
                    figure.right += 1
                else:
                    figure.missed += 1
                    self._wrong(f.SHORT_FORMS, f.TOTAL, entity.span, entity.text, "not resolved")
        for read in found:
            if id(read) not in matched and _is_short_form(read["text"]):
                figure.spurious += 1
                what = f"taken for {read['id']}"
                self._wrong(f.SHORT_FORMS, f.TOTAL, _span(read), read["text"], what)

    # -- what is said of entities

    def contexts(self, pairs: Iterable[tuple[GoldEntity, Read]]) -> None:
        """Count context values, sites and modifiers over matched entities."""
        figure = self._card.figure
        for entity, read in pairs:
            found = frozenset(read["context"])
            self._share(f.CONTEXT_ALL, "every value right", entity.context == found)
            for value in CONTEXTS:
                if value in entity.context and value in found:
                    figure(f.CONTEXT, value).right += 1
                elif value in entity.context:
                    figure(f.CONTEXT, value).missed += 1
                    what = f"missed on {entity.id}"
                    self._wrong(f.CONTEXT, value, entity.span, entity.text, what)
                elif value in found:
                    figure(f.CONTEXT, value).spurious += 1
                    cues = ", ".join(cue for cue in read["cues"] if cue)
                    what = f"found on {entity.id}, not said (cues: {cues})"
                    self._wrong(f.CONTEXT, value, entity.span, entity.text, what)
                agree = (value in entity.context) == (value in found)
                self._share(f.CONTEXT_ALL, value, agree)
            if entity.label == "SYMPTOM":
                self._detail(entity, read)

    def _detail(self, entity: GoldEntity, read: Read) -> None:
        for name, wanted, found in (
            ("site", entity.site, read["site"]),
            ("modifiers", dict(entity.modifiers), read["modifiers"]),
        ):
            self._share(f.DETAIL, name, wanted == found)
            if wanted != found:
                what = f"found {found or 'none'}, gold has {wanted or 'none'}"
                self._wrong(f.DETAIL, name, entity.span, entity.text, what)

    def _share(self, section: str, row: str, right: bool) -> None:
        figure = self._card.figure(section, row)
        figure.right += right
        figure.missed += not right

    # -- claims and advice

    def claims(self, found: Sequence[Read]) -> None:
        """Count claims, each once an article; those that the article only reports (a myth, an
        anecdote, what lacks evidence) are not its own, and gold leaves them out, as it does
        claims about a mention that it gives no concept."""
        gold = {
            (claim.subject, claim.relation, claim.object, claim.polarity): claim
            for claim in self._gold.claims
            if claim.subject is not None and claim.object is not None
        }
        read = {
            (row["subject"], row["relation"], row["object"], row["polarity"]): row
            for row in reversed(found)
            if row["attribution"] not in _REPORTED and not self._is_without_concept(_span(row))
        }
        for key in gold:
            if key in read:
                self._card.figure(f.CLAIMS, key[1]).right += 1
            else:
                self._card.figure(f.CLAIMS, key[1]).missed += 1
                self._wrong(f.CLAIMS, key[1], None, "", f"missed: {_said(*key)}")
        for pair, row in read.items():
            if pair not in gold:
                self._card.figure(f.CLAIMS, pair[1]).spurious += 1
                span = _span(row)
                words = self._gold.source.text[span.start : span.end]
                self._wrong(f.CLAIMS, pair[1], span, words, f"not in gold: {_said(*pair)}")

    def _is_without_concept(self, span: Span) -> bool:
        return any(e.id is None and e.span.touches(span) for e in self._gold.entities)

    def advice(self, found: Sequence[Read]) -> None:
        """Count sentences that advise, by strength; and urgency where both say there is advice."""
        taken: set[int] = set()
        for gold in self._gold.advice:
            row = _best(gold.span, [r for r in found if id(r) not in taken])
            if row is None:
                self._card.figure(f.ADVICE, gold.strength).missed += 1
                self._wrong(f.ADVICE, gold.strength, gold.span, gold.text, "missed")
                continue
            taken.add(id(row))
            strength = row["strength"]
            if strength == gold.strength:
                self._card.figure(f.ADVICE, strength).right += 1
            else:
                self._card.figure(f.ADVICE, gold.strength).missed += 1
                self._card.figure(f.ADVICE, strength).spurious += 1
                self._wrong(f.ADVICE, gold.strength, gold.span, gold.text, f"found {strength}")
            wanted = gold.urgency or "none"
            urgent = row["urgency"] or "none"
            self._share(f.URGENCY, wanted, wanted == urgent)
            if wanted != urgent:
                what = f"found {urgent}, gold has {wanted}"
                self._wrong(f.URGENCY, wanted, gold.span, gold.text, what)
        for row in found:
            if id(row) not in taken:
                self._card.figure(f.ADVICE, row["strength"]).spurious += 1
                self._wrong(f.ADVICE, row["strength"], _span(row), row["text"], "not advice")

    # -- findings and genre

    def findings(self, found: Sequence[Finding]) -> None:
        """Count findings: expected ones, those on words that must stay silent, and others.

        Others are wrong only where the gold lists findings of the rule's family: there the list
        is complete.
        """
        matched: set[int] = set()
        for gold in self._gold.findings:
            hits = [x for x in found if x.rule == gold.rule and _is_meant(x, gold)]
            matched.update(map(id, hits))
            figure = self._card.figure(f.FINDINGS, gold.rule)
            if hits:
                figure.right += 1
            else:
                figure.missed += 1
                about = gold.fact or gold.topic or ""
                self._wrong(f.FINDINGS, gold.rule, gold.span, gold.text, f"missed {about}".strip())
        listed = {gold.rule[:2] for gold in self._gold.findings}
        for finding in found:
            if id(finding) not in matched and finding.rule[:2] in listed:
                self._card.figure(f.FINDINGS, finding.rule).spurious += 1
                self._flagged(f.FINDINGS, finding, "not in gold")
        for exempt in self._gold.exempt:
            for rule in exempt.rules:
                hits = [x for x in found if x.rule.startswith(rule) and _touches(x, exempt.span)]
                self._share(f.SILENCE, rule, not hits)
                if hits:
                    what = f"false alarm {hits[0].rule}: {hits[0].message}"
                    self._wrong(f.SILENCE, rule, exempt.span, exempt.text, what)

    def _flagged(self, section: str, finding: Finding, what: str) -> None:
        span = finding.spans[0] if finding.spans else None
        words = self._gold.source.text[span.start : span.end] if span is not None else ""
        self._wrong(section, finding.rule, span, words, f"{what}: {finding.message}")

    def genre(self, found: str) -> None:
        """Count the genre."""
        gold = self._gold.genre
        self._share(f.GENRE, gold, found == gold)
        if found != gold:
            self._wrong(f.GENRE, gold, None, "", f"found {found}")


def _pairs(
    gold: Sequence[GoldEntity], found: Sequence[Read], same_id: bool
) -> list[tuple[GoldEntity, Read]]:
    """Gold mentions with the found one that covers them best, each used once.

    Both come in order of place, so a window moves along: linear but for nested mentions.
    """
    taken: set[int] = set()
    pairs = []
    first = 0
    ordered = sorted(found, key=lambda row: (row["start"], row["end"]))
    for entity in sorted(gold, key=lambda e: (e.span, e.label)):
        while first < len(ordered) and ordered[first]["end"] <= entity.span.start - _FAR:
            first += 1
        near = []
        for row in ordered[first:]:
            if row["start"] >= entity.span.end:
                break
            near.append(row)
        candidates = [
            row
            for row in near
            if id(row) not in taken
            and row["label"] == entity.label
            and (not same_id or entity.id is None or row["id"] == entity.id)
        ]
        best = _best(entity.span, candidates)
        if best is not None:
            taken.add(id(best))
            pairs.append((entity, best))
    return pairs


_FAR = 200  # characters; longer than any mention, so that a long one before a short is kept


def _best(span: Span, rows: Iterable[Read]) -> Read | None:
    touching = [row for row in rows if _overlap(span, _span(row)) > 0]
    return max(touching, key=lambda row: (_overlap(span, _span(row)), -row["end"]), default=None)


def _is_short_form(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_SHORT_FORM and text.isalpha() and text[:-1].isupper()


def _said(subject: str | None, relation: str, thing: str | None, polarity: str) -> str:
    denial = "not " if polarity == "negated" else ""
    return f"{subject} {denial}{relation} {thing}"


def _touches(finding: Finding, span: Span) -> bool:
    return any(span.touches(own) for own in finding.spans)


def _is_meant(finding: Finding, gold: GoldFinding) -> bool:
    if gold.span is not None:
        # A finding about the whole article has no words; the gold's words then say where it shows.
        return _touches(finding, gold.span) or not finding.spans
    if gold.fact is not None:
        return gold.fact in finding.facts
    return gold.topic is None or finding.topic == gold.topic
