"""Whether the reference agrees with itself and with the vocabulary: everything at once.

``python -m healthlint.reference.consistency [ENTRY...]`` prints it, for those entries or for all.

Each check is a function of a :class:`World` that yields :class:`Inconsistency`; ``CHECKS`` is
the table of them. An ``error`` makes the reference wrong for its readers; a ``warning`` is
something an editor should look at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from healthlint.errors import DataError
from healthlint.reference import agreement, pointers, upkeep
from healthlint.reference.model import Reference
from healthlint.reference.world import Inconsistency, World, build_world
from healthlint.vocabulary.model import Vocabulary

__all__ = ["CHECKS", "Inconsistency", "inconsistencies", "unknown_concepts"]

CHECKS: tuple[Callable[[World], Iterator[Inconsistency]], ...] = (
    pointers.unknown_concepts,
    pointers.dangling_ids,
    pointers.unknown_traits,
    pointers.wordings_of_nothing,
    pointers.statements_never_found,
    agreement.one_way_complications,
    agreement.one_way_mimics,
    agreement.one_way_presentations,
    agreement.opposed,
    agreement.misjudged_causes,
    agreement.urgencies,
    upkeep.uncovered_red_flags,
    upkeep.unsourced_facts,
    upkeep.unused_sources,
    upkeep.no_authority,
    upkeep.duplicate_wording,
    upkeep.long_sentences,
    upkeep.placeholders,
    upkeep.too_many_essentials,
)


def inconsistencies(
    reference: Reference,
    vocabulary: Vocabulary,
    authorities: tuple[str, ...] | None = None,
) -> tuple[Inconsistency, ...]:
    """Everything that does not agree, sorted by file and key.

    ``authorities`` are the publishers whose guidance counts as current (by default the packaged
    list, ``reference/AUTHORITIES``).
    """
    world = build_world(reference, vocabulary, authorities)
    return tuple(sorted({found for check in CHECKS for found in check(world)}))


def unknown_concepts(reference: Reference, vocabulary: Vocabulary) -> tuple[Inconsistency, ...]:
    """The concepts that entries point at and nobody defines."""
    world = build_world(reference, vocabulary, ())
    return tuple(sorted(set(pointers.unknown_concepts(world))))


def main(entries: Sequence[str]) -> int:
    """Print what does not agree; 2 if any of it is an error."""
    # Imported here because the loader needs this module when it is given a vocabulary.
    from healthlint.reference.loading import load_reference
    from healthlint.vocabulary.loading import load_vocabulary

    try:
        found = inconsistencies(load_reference(), load_vocabulary())
    except DataError as error:
        print(error)
        return 2
    shown = [each for each in found if not entries or each.key.partition("/")[0] in entries]
    for each in shown:
        print(each)
    return 2 if any(each.level == "error" for each in shown) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
