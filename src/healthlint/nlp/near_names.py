"""Names of our concepts that a misspelt or reordered name may stand for.

scispaCy's candidate generator proposes: names are compared by the TF-IDF of their character
3-grams, as it compares mentions with UMLS. What it proposes is then read word by word
(:func:`likeness`), because a proposal is only a neighbour: "hypotension" is one of "hypertension".

Its own index is not used: ``create_tfidf_ann_index`` refuses SciPy 1.11 and later, which Python
3.11 needs, and an approximate index built by sixty threads differs from build to build. For some
20,000 names an exact product of sparse matrices is as quick, and gives the same neighbours always.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.matcher.levenshtein import levenshtein

from healthlint.cache import cached
from healthlint.nlp.stems import stems_of
from healthlint.vocabulary import Concept, Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from scispacy.candidate_generation import CandidateGenerator

KINDS = ("condition", "symptom", "medicine", "treatment", "test", "body-site")
THRESHOLD = 0.3  # cosine of a candidate; chosen with benchmarks/fuzzy.py --sweep
_NEIGHBOURS = 12
_FAR = 0.25  # cosine of names that are not looked at
_REMEMBERED = 20_000
_SHORTEST = 5  # letters of a word that may be misspelt all by itself
_MOST_WORDS = 4
_CAUTIOUS = frozenset({"medicine"})  # one letter makes another medicine
_PLACES = frozenset({"body-site"})  # "wall of an artery" is no other name of it
_FAMILY = "near-names"


class Name(NamedTuple):
    """A name by its telling words; ``joined`` says that it has a preposition between them,
    ``turned`` that this is one by which a name may be turned round."""

    words: tuple[str, ...]
    joined: bool
    turned: bool = False


class Match(NamedTuple):
    """What some words stand for, and how sure that is (0 to 1)."""

    kind: str
    id: str
    confidence: float


class ExactIndex:
    """Nearest names by cosine, in the form in which nmslib's index answers scispaCy."""

    def __init__(self, matrix: Any) -> None:
        self._names = matrix.T.tocsr()

    def knnQueryBatch(  # noqa: N802 - nmslib's name
        self, vectors: Any, k: int
    ) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
        """Numbers and distances of the ``k`` nearest names of each vector, nearest first."""
        import numpy as np

        found = []
        product = (vectors @ self._names).tocsr()
        for row in range(product.shape[0]):
            first, last = product.indptr[row], product.indptr[row + 1]
            numbers, cosines = product.indices[first:last], product.data[first:last]
            near = cosines > _FAR
            numbers, cosines = numbers[near], cosines[near]
            best = np.lexsort((numbers, -cosines))[:k]
            found.append((numbers[best], 1.0 - cosines[best]))
        return found


class Lists(NamedTuple):
    """Word lists of ``patterns/`` that names are read with."""

    prepositions: frozenset[str]
    fillers: frozenset[str]
    sounds: tuple[tuple[str, str], ...]
    opening_sounds: tuple[tuple[str, str], ...]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    turning: frozenset[str]


class Names(NamedTuple):
    """Everything built from the vocabulary once and kept in the cache; plain values."""

    vectorizer: Any
    matrix: Any
    aliases: list[str]
    names: dict[str, Name]
    concepts: dict[str, tuple[tuple[str, str], ...]]  # alias -> (kind, id)
    english: frozenset[str]
    words: frozenset[str]  # of the names
    gapped: frozenset[tuple[str, ...]]  # stems of names with one word left out
    turned: frozenset[tuple[str, ...]]  # sorted stems of names of several words


def names_of(vocabulary: Vocabulary) -> Names:
    """The names of the vocabulary's concepts, from the cache if they were read before."""
    key = f"{vocabulary.digest}-{version('scikit-learn')}-{version('scipy')}"
    return cached("near-names", key, lambda: _build(vocabulary))


def lists_of(vocabulary: Vocabulary) -> Lists:
    """The lists of ``patterns/cues/near-names.yaml`` and of the composition of symptoms."""
    own = {cue.id: cue.phrases for cue in vocabulary.cues.get(_FAMILY, ())}
    shared = {cue.id: cue.phrases for cue in vocabulary.cues.get("composition", ())}
    return Lists(
        frozenset(shared["prepositions"]),
        frozenset(shared["fillers"]),
        _pairs(own["sounds"]),
        _pairs(own["opening-sounds"]),
        _longest_first(own["beginnings"]),
        _longest_first(own["endings"]),
        frozenset(own["turning"]),
    )


def _pairs(phrases: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = (phrase.split() for phrase in phrases)
    return tuple((first, second) for first, second in found)


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _build(vocabulary: Vocabulary) -> Names:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    lists = lists_of(vocabulary)
    names: dict[str, Name] = {}
    concepts: dict[str, dict[tuple[str, str], None]] = {}
    for concept in vocabulary.concepts.values():
        for name in _names(concept, lists):
            alias = " ".join(name.words)
            names.setdefault(alias, name)
            concepts.setdefault(alias, {})[(concept.kind.value, concept.id)] = None
    aliases = sorted(names)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    matrix = vectorizer.fit_transform(aliases)
    several = [stems_of(name.words) for name in names.values() if len(name.words) > 1]
    return Names(
        vectorizer,
        matrix,
        aliases,
        names,
        {alias: tuple(found) for alias, found in concepts.items()},
        english_words() | _written(vocabulary.words()),
        frozenset(word for name in names.values() for word in name.words),
        frozenset(gap for words in several for gap in gaps(words)),
        frozenset(tuple(sorted(words)) for words in several),
    )


def _written(words: Iterable[str]) -> frozenset[str]:
    from healthlint.nlp.lexicon import phrase_variants

    return frozenset(
        part
        for word in words
        for form in phrase_variants(word, "condition")
        for part in form.replace("-", " ").split()
    )


def _names(concept: Concept, lists: Lists) -> Iterator[Name]:
    """The concept's names in every spelling, by their telling words."""
    from healthlint.nlp.lexicon import spellings

    if concept.kind.value not in KINDS:
        return
    exact = (phrase for phrase in concept.exact if not phrase.isupper())
    for phrase in (*concept.phrases, *exact):
        for spelling in spellings(phrase.lower()):
            words = spelling.replace("'s", "").replace("-", " ").split()
            telling = telling_words(words, lists)
            plain = all(word.isascii() and word.isalpha() for word in telling)
            if not (plain and telling and len(telling) <= _MOST_WORDS):
                continue
            if len(telling) == 1 and len(telling[0]) < _SHORTEST:
                continue
            yield Name(telling, any(word in lists.prepositions for word in words))


def telling_words(words: Iterable[str], lists: Lists) -> tuple[str, ...]:
    """The words without prepositions, articles and their like."""
    return tuple(w for w in words if w not in lists.prepositions and w not in lists.fillers)


def gaps(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words with each in turn left out."""
    for place in range(len(words)):
        yield (*words[:place], "", *words[place + 1 :])


def english_words() -> frozenset[str]:
    """The words of NIH's SPECIALIST lexicon, as lemminflect brings them: those are no slips."""
    from lemminflect import config

    with gzip.open(config.lemma_lu_fn, "rt", encoding="utf-8") as lines:
        return frozenset(line.partition(",")[0] for line in lines)


class Generator:
    """scispaCy's candidate generator over the names, with what reads its proposals."""

    def __init__(self, names: Names, lists: Lists, threshold: float = THRESHOLD) -> None:
        self.names = names
        self.threshold = threshold
        self._lists = lists
        self._generator = _generator(names)
        self._kept: dict[tuple[Name, float], Match | None] = {}

    def matches(self, asked: Sequence[Name]) -> list[Match | None]:
        """The best match of each, or ``None``."""
        if len(self._kept) > _REMEMBERED:
            self._kept.clear()
        different = dict.fromkeys(asked)
        fresh = [name for name in different if (name, self.threshold) not in self._kept]
        proposed = self._generator([" ".join(name.words) for name in fresh], _NEIGHBOURS)
        for name, candidates in zip(fresh, proposed, strict=True):
            self._kept[name, self.threshold] = self._best(name, candidates)
        return [self._kept[name, self.threshold] for name in asked]

    def _best(self, asked: Name, candidates: Iterable[Any]) -> Match | None:
        best: tuple[float, float, str] | None = None
        for candidate in candidates:
            for alias, cosine in zip(candidate.aliases, candidate.similarities, strict=True):
                if cosine < self.threshold:
                    continue
                worth = self._worth(asked, alias)
                if worth is not None:
                    best = max(best or (0.0, 0.0, ""), (worth, float(cosine), alias))
        if best is None:
            return None
        worth, _cosine, alias = best
        # Several concepts of one name: the vocabulary's first, as for any phrase of two meanings.
        kind, identity = self.names.concepts[alias][0]
        return Match(kind, identity, round(worth, 2))

    def _worth(self, asked: Name, alias: str) -> float | None:
        kinds = {kind for kind, _ in self.names.concepts[alias]}
        slips = likeness(asked, self.names.names[alias], self.names.english, self._lists)
        if slips is None or (slips > 1 and kinds & _CAUTIOUS) or (slips == 0 and kinds & _PLACES):
            return None
        return 0.9 - slips / 10


def _generator(names: Names) -> CandidateGenerator:
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking_utils import Entity, KnowledgeBase

    by_concept: dict[str, list[str]] = {}
    for alias, concepts in names.concepts.items():
        for _kind, identity in concepts:
            by_concept.setdefault(identity, []).append(alias)
    base = KnowledgeBase([Entity(key, found[0], found) for key, found in by_concept.items()])
    return CandidateGenerator(ExactIndex(names.matrix), names.vectorizer, names.aliases, base)


def likeness(asked: Name, name: Name, english: frozenset[str], lists: Lists) -> int | None:
    """How many slips of the pen lie between the two; ``None`` where they are different names."""
    if len(asked.words) != len(name.words):
        return _run_together(asked, name)
    if asked.joined == name.joined or len(asked.words) == 1:
        return _slips(list(zip(asked.words, name.words, strict=True)), english, lists)
    for turn in range(1, len(asked.words)) if asked.turned and not name.joined else ():
        turned = zip(asked.words, name.words[turn:] + name.words[:turn], strict=True)
        if all(_same(written, meant) for written, meant in turned):
            return 0
    return None


def _same(written: str, meant: str) -> bool:
    """The same word, or the one of it and the many."""
    return written == meant or _singular(written) == _singular(meant)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


def _run_together(asked: Name, name: Name) -> int | None:
    """ "Heartattack"."""
    first, second = "".join(asked.words), "".join(name.words)
    return 1 if first == second and len(first) > 2 * _SHORTEST - 2 else None


def _slips(pairs: Sequence[tuple[str, str]], english: frozenset[str], lists: Lists) -> int | None:
    total, real = 0, 0
    for written, meant in pairs:
        if _same(written, meant):
            continue
        known = written in english
        real += known
        shorter = min(len(written), len(meant))
        most = 1 if known else _allowed(shorter, alone=len(pairs) == 1)
        # Levenshtein's distance, in C, counts a swap twice; a sound may stand for two letters.
        if levenshtein(written, meant) > 2 * most + 1:
            return None
        slips = distance(written, meant, lists)
        if slips > most or _another_word(written, meant, lists):
            return None
        total += max(1, slips)
    changed = sum(not _same(written, meant) for written, meant in pairs)
    # A real word is a slip only beside words that are right ("bakers cist").
    if real and (real > 1 or changed == len(pairs)):
        return None
    return total if total <= 3 else None


def _allowed(letters: int, alone: bool) -> int:
    if letters < _SHORTEST:
        return int(letters == _SHORTEST - 1 and not alone)
    return 1 if letters < 7 else 2 if letters < 12 else 3


def _another_word(written: str, meant: str, lists: Lists) -> bool:
    if sounded(written, lists)[:1] != sounded(meant, lists)[:1]:
        return True
    first = [next((b for b in lists.beginnings if w.startswith(b)), None) for w in (written, meant)]
    last = [next((e for e in lists.endings if w.endswith(e)), None) for w in (written, meant)]
    return any(one is not None and two is not None and one != two for one, two in (first, last))


def distance(first: str, second: str, lists: Lists) -> int:
    """Letters dropped, added, changed or swapped; less where the two sound alike."""
    plain = edits(first, second)
    if plain < 2:
        return plain
    heard = edits(sounded(first, lists), sounded(second, lists))
    # Two words of one length that differ by ear in two places are two words ("dysgeusia").
    return 1 + heard if heard < 2 or min(len(first), len(second)) < 10 else min(plain, 1 + heard)


def sounded(word: str, lists: Lists) -> str:
    """The word as it sounds, roughly."""
    for written, heard in lists.opening_sounds:
        if word.startswith(written):
            word = heard + word[len(written) :]
            break
    for written, heard in lists.sounds:
        word = word.replace(written, heard)
    return "".join(letter for n, letter in enumerate(word) if n == 0 or letter != word[n - 1])


def edits(first: str, second: str) -> int:
    """Optimal string alignment distance: a swap of neighbours is one edit."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        above, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


__all__ = ["Generator", "Match", "Name", "Names", "lists_of", "names_of"]
