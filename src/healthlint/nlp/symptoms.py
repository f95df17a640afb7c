"""Symptoms composed from parts: a head, its body sites, its modifiers.

"Swelling in one leg", "one of your calves is swollen" and "calf swelling" all become
``swelling`` with a site and a laterality. Composition never leaves the clause: sites and
qualities go to the nearest head that can take them, and heads joined by commas and "and" share a
site that stands before the first or after the last of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.lexicon import ConceptHit

_NEAR = 7  # tokens between a head and a site after it ("pain or tenderness behind the knee")
_BEFORE = 6  # tokens between a site and the head said of it ("one of your calves is swollen")


class Composed(NamedTuple):
    """The sites and modifiers of one head."""

    sites: tuple[str, ...]
    modifiers: tuple[tuple[str, str], ...]


class Joints(NamedTuple):
    """Token texts that shape composition, from ``patterns/cues/composition.yaml``."""

    breaks: frozenset[str]
    links: frozenset[str]
    prepositions: frozenset[str]
    copulas: frozenset[str]
    fillers: frozenset[str]
    describing: frozenset[str] = frozenset()


class Parts(NamedTuple):
    """What a sentence holds, each in order of place."""

    heads: Sequence[ConceptHit]
    sites: Sequence[ConceptHit]
    qualities: Sequence[ConceptHit]


def compose(doc: Doc, parts: Parts, joints: Joints, dimensions: dict[str, str]) -> list[Composed]:
    """Sites and modifiers for every head of one sentence, in the heads' order."""
    heads = parts.heads
    if not heads:
        return []
    words = _words(doc, heads[0].start, parts)
    groups = _groups(heads, words, joints, parts.qualities)
    found_sites: list[tuple[str, ...]] = [()] * len(heads)
    for group in groups:
        _give_sites(group, heads, parts.sites, words, joints, found_sites)
    modifiers = _modifiers(heads, groups, parts.qualities, words, joints, dimensions)
    return [Composed(found_sites[n], modifiers[n]) for n in range(len(heads))]


class _Words(NamedTuple):
    """Lower-cased tokens of a stretch, addressed by their number in the ``Doc``."""

    offset: int
    texts: list[str]

    def between(self, start: int, end: int) -> list[str]:
        return self.texts[max(0, start - self.offset) : max(0, end - self.offset)]


def _words(doc: Doc, first_head: int, parts: Parts) -> _Words:
    everything = [*parts.heads, *parts.sites, *parts.qualities]
    start = min(first_head, *(hit.start for hit in everything))
    end = max(hit.end for hit in everything)
    return _Words(start, [token.lower_ for token in doc[start:end]])


def _groups(
    heads: Sequence[ConceptHit],
    words: _Words,
    joints: Joints,
    qualities: Iterable[ConceptHit],
) -> list[list[int]]:
    """Runs of heads joined only by links, fillers and qualities ("pain, swelling or warmth")."""
    within = {token for quality in qualities for token in range(quality.start, quality.end)}
    groups: list[list[int]] = []
    for number, head in enumerate(heads):
        if groups:
            last = heads[groups[-1][-1]]
            gap = range(last.end, head.start)
            if len(gap) <= 4 and all(
                token in within
                or words.texts[token - words.offset] in joints.links
                or words.texts[token - words.offset] in joints.fillers
                for token in gap
            ):
                groups[-1].append(number)
                continue
        groups.append([number])
    return groups


def _give_sites(
    group: list[int],
    heads: Sequence[ConceptHit],
    sites: Sequence[ConceptHit],
    words: _Words,
    joints: Joints,
    found: list[tuple[str, ...]],
) -> None:
    first, last = heads[group[0]], heads[group[-1]]
    own = {
        number: names
        for number in group
        if (names := _touching(heads[number], sites, words, joints))
    }
    shared = _after(last, heads, sites, words, joints) or _said_of(
        first, heads, sites, words, joints
    )
    if not shared and len(group) > 1 and group[0] in own:
        # "leg pain and swelling": what is joined without a comma shares the first one's site.
        second = heads[group[1]]
        if "," not in words.between(first.end, second.start) and len(group) == 2:
            shared = own[group[0]]
    if not shared and group[-1] in own:
        # "A cold, pale foot".
        said = own[group[-1]]
        own |= {n: said for n in group if n not in own and _describes(heads[n], words, joints)}
    for number in group:
        found[number] = own.get(number) or shared


def _describes(head: ConceptHit, words: _Words, joints: Joints) -> bool:
    return all(word in joints.describing for word in words.between(head.start, head.end))


def _touching(
    head: ConceptHit, sites: Sequence[ConceptHit], words: _Words, joints: Joints
) -> tuple[str, ...]:
    """ "Chest pain", "calf muscle pain", "swollen ankle", "numb, cold feet"."""
    for site in reversed(sites):
        if site.end <= head.start and head.start - site.end <= 1:
            gap = words.between(site.end, head.start)
            if all(word in joints.fillers for word in gap):
                return _joined(site, sites, words, joints)
    for site in sites:
        if site.start >= head.end and site.start - head.end <= 1:
            gap = words.between(head.end, site.start)
            if all(word in joints.fillers for word in gap):
                return _joined(site, sites, words, joints)
    return ()


def _joined(
    site: ConceptHit, sites: Sequence[ConceptHit], words: _Words, joints: Joints
) -> tuple[str, ...]:
    """The site and those coordinated with it ("the face, arm or leg")."""
    names = [site.id]
    current = site
    for following in sites:
        if following.start < current.end:
            continue
        gap = words.between(current.end, following.start)
        if len(gap) > 3 or not all(w in joints.links or w in joints.fillers for w in gap):
            break
        names.append(following.id)
        current = following
    current = site
    for earlier in reversed(sites):
        if earlier.end > current.start:
            continue
        gap = words.between(earlier.end, current.start)
        if (
            not gap
            or len(gap) > 3
            or not all(w in joints.links or w in joints.fillers for w in gap)
        ):
            break
        names.append(earlier.id)
        current = earlier
    return tuple(dict.fromkeys(names))


def _after(
    head: ConceptHit,
    heads: Sequence[ConceptHit],
    sites: Sequence[ConceptHit],
    words: _Words,
    joints: Joints,
) -> tuple[str, ...]:
    """ "Pain behind the knee", "swelling in one or both legs"."""
    following = next((other.start for other in heads if other.start >= head.end), None)
    for site in sites:
        if site.start < head.end or site.start - head.end > _NEAR:
            continue
        if following is not None and following < site.start:
            return ()
        gap = words.between(head.end, site.start)
        if any(word in joints.breaks for word in gap):
            return ()
        # A site phrase may hold its own preposition ("behind the knee").
        own = words.between(site.start, site.end)
        if joints.prepositions.intersection(gap) or joints.prepositions.intersection(own[:1]):
            return _joined(site, sites, words, joints)
    return ()


def _said_of(
    head: ConceptHit,
    heads: Sequence[ConceptHit],
    sites: Sequence[ConceptHit],
    words: _Words,
    joints: Joints,
) -> tuple[str, ...]:
    """ "Your leg feels numb", "one of your calves is red and swollen"."""
    previous = next((other.end for other in reversed(heads) if other.end <= head.start), -1)
    for site in reversed(sites):
        if site.end > head.start or head.start - site.end > _BEFORE or site.start < previous:
            continue
        gap = words.between(site.end, head.start)
        if any(word in joints.breaks for word in gap):
            return ()
        if joints.copulas.intersection(gap):
            return _joined(site, sites, words, joints)
        return ()
    return ()


def _modifiers(
    heads: Sequence[ConceptHit],
    groups: list[list[int]],
    qualities: Sequence[ConceptHit],
    words: _Words,
    joints: Joints,
    dimensions: dict[str, str],
) -> list[tuple[tuple[str, str], ...]]:
    found: list[dict[tuple[str, str], None]] = [{} for _head in heads]
    spans = [(heads[group[0]].start, heads[group[-1]].end, group) for group in groups]
    for quality in qualities:
        best: tuple[int, list[int]] | None = None
        for start, end, group in spans:
            if quality.end <= start:
                gap = words.between(quality.end, start)
                # A quality before a head belongs to it only nearby; after it, to the clause's end.
                if len(gap) > 4:
                    continue
            elif quality.start >= end:
                gap = words.between(end, quality.start)
            else:
                gap = []
            if any(word in joints.breaks for word in gap):
                continue
            if best is None or len(gap) < best[0]:
                best = (len(gap), group)
        if best is not None:
            inside = [n for n in best[1] if heads[n].end <= quality.start] or best[1]
            after_one = len(best[1]) > 1 and quality.start < heads[best[1][-1]].start
            for number in inside[-1:] if after_one else best[1]:
                found[number][(dimensions[quality.id], quality.id)] = None
    return [tuple(pairs) for pairs in found]
