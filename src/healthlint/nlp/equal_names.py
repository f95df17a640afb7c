"""Which of two concepts a phrase names that both have it.

The reference gives an illness the names by which readers look for it: "slipped disc" finds the
entry on low back pain, "hot flush" the one on the menopause. Where the article names that illness
in its own words as well, such a phrase is what it says: the narrower concept, or the sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from healthlint.nlp.lexicon import PLAIN, ConceptHit


def told_apart(
    hits: Sequence[ConceptHit],
    ancestors: Callable[[str], Iterable[str]],
    by_sign: frozenset[str],
) -> list[ConceptHit]:
    """The hits without the wider of two; ``by_sign`` are illnesses that a sign of theirs names."""
    at: defaultdict[tuple[int, int], list[ConceptHit]] = defaultdict(list)
    for hit in hits:
        if hit.mode == PLAIN and hit.kind in ("condition", "symptom"):
            at[hit.start, hit.end].append(hit)
    wider = {
        hit
        for together in at.values()
        if len(together) > 1
        for hit in together
        if any(_is_narrower(other, hit, ancestors, by_sign) for other in together)
    }
    if not wider:
        return list(hits)
    named = {hit.id for hit in hits if hit not in wider}
    return [hit for hit in hits if hit not in wider or hit.id not in named]


def _is_narrower(
    other: ConceptHit,
    hit: ConceptHit,
    ancestors: Callable[[str], Iterable[str]],
    by_sign: frozenset[str],
) -> bool:
    if hit.kind != "condition" or other.id == hit.id:
        return False
    if other.kind == "symptom":
        return hit.id in by_sign
    return hit.id in ancestors(other.id)
