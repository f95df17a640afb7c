"""Bylines and datelines: who wrote, checked and dated an article, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from healthlint.document.dates import CLOCK, DATE, parse_date
from healthlint.vocabulary import Cue, load_vocabulary

LONGEST = 200
_PARTS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+|\s*;\s*|\s{3,}")
_DATED = frozenset({"published", "modified", "reviewed", "next-review"})
_FIRST_WORD = re.compile(r"[^\s:,]+")
_WORD = re.compile(r"[^\s,]+")


@dataclass(frozen=True)
class BylineCues:
    """Phrases with the field they fill in, by first word and longest first; words beside them.

    ``labels`` are those of dates.
    """

    openings: Mapping[str, tuple[tuple[str, str], ...]]
    ignored: re.Pattern[str]
    roles: tuple[str, ...]
    particles: frozenset[str]
    labels: tuple[tuple[str, str], ...]
    markup: Mapping[str, frozenset[str]]
    may_be: re.Pattern[str]  # without one of these a line that does not open as one is none


@dataclass
class Byline:
    """What one line says: author, reviewer, published, modified, reviewed, next-review."""

    fields: dict[str, str] = field(default_factory=dict)
    labelled: bool = False


@cache
def byline_cues() -> BylineCues:
    """The packaged byline cues."""
    return index_bylines(load_vocabulary().cues.get("byline", ()))


def index_bylines(cues: Iterable[Cue]) -> BylineCues:
    """Index byline cues."""
    fields: dict[str, list[str]] = {}
    for cue in cues:
        fields.setdefault(str(cue.settings.get("field")), []).extend(
            p.casefold() for p in cue.phrases
        )
    openings = [
        (phrase, name)
        for name in ("author", "reviewer", *sorted(_DATED))
        for phrase in fields.get(name, ())
    ]
    openings.sort(key=lambda pair: (-len(pair[0]), pair))
    ignored = "|".join(
        re.escape(p) for p in sorted(fields.get("ignore", ()), key=len, reverse=True)
    )
    inside = "".join(f"| {re.escape(word)} " for word in fields.get("inside", ()))
    return BylineCues(
        openings=_by_first_word(openings),
        labels=tuple(pair for pair in openings if pair[1] in _DATED),
        ignored=re.compile(rf"\b(?:{ignored})\b" if ignored else r"(?!)", re.IGNORECASE),
        roles=tuple(sorted(fields.get("role", ()), key=lambda role: (-len(role), role))),
        particles=frozenset(fields.get("particle", ())),
        markup={
            name.removeprefix("markup-"): frozenset(phrases)
            for name, phrases in sorted(fields.items())
            if name.startswith("markup-")
        },
        may_be=re.compile(rf"\d|[|•·]{inside}"),
    )


def _by_first_word(
    openings: Iterable[tuple[str, str]],
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, name in openings:
        found.setdefault(_first_word(phrase), []).append((phrase, name))
    return {word: tuple(pairs) for word, pairs in found.items()}


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[0] if match else ""


def markup_fields(classes: str) -> set[str]:
    """The fields that an element's class names say it holds ("post-date", "author")."""
    names = classes.casefold().replace("_", "-").split()
    words = {word for name in names for word in name.split("-")} | set(names)
    return {name for name, hints in byline_cues().markup.items() if not hints.isdisjoint(words)}


def read_byline(line: str, *, head: bool, cues: BylineCues | None = None) -> Byline | None:
    """What a line of folded text says as a byline, or ``None`` if it is none.

    ``head``: it stands before the article's prose, so that a bare date may be the article's own.
    """
    if not line or len(line) > LONGEST:
        return None
    cues = cues or byline_cues()
    if _first_word(line.casefold()) not in cues.openings and not cues.may_be.search(line):
        return None
    byline = Byline()
    for part in _parts(line):
        if not _read_part(part, byline, cues, head):
            return None
    return byline if byline.fields else None


def read_role(line: str) -> Byline | None:
    """An empty byline where a line below one is a job title ("Health Correspondent")."""
    lowered = line.casefold().strip(" ,.")
    cues = byline_cues()
    if line.count(" ") <= 4 and any(lowered.endswith(role) for role in cues.roles):
        return Byline() if _is_name(line, cues) else None
    return None


def _parts(line: str) -> list[str]:
    return [part.strip(" ,") for part in _PARTS.split(line) if part and part.strip(" ,")]


def _read_part(part: str, byline: Byline, cues: BylineCues, head: bool) -> bool:
    opening = _opening(part, cues)
    if opening is None:
        return _read_bare(part, byline, cues, head)
    name, value = opening
    if name in _DATED:
        # "Medically reviewed by" is longer than "medically reviewed" and was tried first.
        return _read_date(name, value, byline, cues)
    return _read_name(name, value, byline, cues)


def _opening(part: str, cues: BylineCues) -> tuple[str, str] | None:
    lowered = part.casefold()
    for phrase, name in cues.openings.get(_first_word(lowered), ()):
        if lowered.startswith(phrase):
            rest = part[len(phrase) :]
            if rest[:1] in (" ", ":") and rest.strip(" :"):
                if (
                    name in {"author"}
                    and phrase in {"author", "authors", "writer"}
                    and ":" not in rest[:2]
                ):
                    continue
                return name, rest.strip(" :")
    return None


def _read_date(name: str, value: str, byline: Byline, cues: BylineCues) -> bool:
    found = DATE.search(value)
    if found is None:
        return False
    iso = parse_date(found[0])
    before, after = value[: found.start()], value[found.end() :]
    if iso is None or _words(before, cues) > 0:
        return False
    after = after.strip(" ,.")
    if after and _words(after, cues) > 0 and not _read_part(after, byline, cues, head=False):
        return False
    byline.fields.setdefault(name, iso)
    byline.labelled = True
    return True


def _read_name(name: str, value: str, byline: Byline, cues: BylineCues) -> bool:
    found = DATE.search(value)
    dated = ""
    if found is not None:
        dated, value = value[found.start() :], value[: found.start()]
        label = _trailing_label(value, cues)
        if label is not None:
            value, field_name = label
        else:
            field_name = "reviewed" if name == "reviewer" else "published"
        value = CLOCK.sub("", value).strip(" ,.(")
        value = _without_last(value, cues)
    if not _is_name(value, cues):
        return False
    if found is not None and not _read_date(field_name, dated.strip(" ,.)"), byline, cues):
        return False
    byline.fields.setdefault(name, value)
    byline.labelled = True
    return True


def _trailing_label(value: str, cues: BylineCues) -> tuple[str, str] | None:
    """A date's own label at the end of a name ("Jane Doe, updated"): the name, the field."""
    stripped = value.rstrip(" :,")
    lowered = stripped.casefold()
    for phrase, name in cues.labels:
        if lowered.endswith((" " + phrase, "," + phrase)):
            return stripped[: -len(phrase)].rstrip(" ,"), name
    return None


def _without_last(value: str, cues: BylineCues) -> str:
    words = value.split(" ")
    while words and words[-1].casefold() in cues.particles | {""}:
        words.pop()
    return " ".join(words).strip(" ,.(")


def _is_name(value: str, cues: BylineCues) -> bool:
    """A person's or a body's name: few words, nearly all of them capitalised."""
    words = _WORD.findall(value)
    if not 1 <= len(words) <= 14 or value.endswith((":", "?", "!")):
        return False
    lowered = value.casefold()
    for role in cues.roles:
        if lowered.endswith(role):
            words = _WORD.findall(value[: -len(role)])
            break
    proper = [w for w in words if w.casefold() not in cues.particles]
    if not proper or not proper[0][0].isupper():
        return False
    plain = sum(1 for word in proper if word[0].islower())
    return plain == 0


def _words(text: str, cues: BylineCues) -> int:
    """How many words are left once times, weekdays and reading times are taken out."""
    text = cues.ignored.sub(" ", CLOCK.sub(" ", text))
    return len(re.findall(r"[^\W\d_]{2,}", text))


def _read_bare(part: str, byline: Byline, cues: BylineCues, head: bool) -> bool:
    """A part with no label: a date, a reading time, a section's or a person's name beside one."""
    found = DATE.search(part)
    if found is None:
        # "Health | 3 May 2024 | 5 min read": a label of up to three capitalised words.
        words = _WORD.findall(part)
        left = _words(part, cues)
        return left == 0 or (len(words) <= 4 and (_is_name(part, cues) or left < len(words)))
    if not head and not byline.labelled:
        return False
    iso = parse_date(found[0])
    rest = f"{part[: found.start()]} {part[found.end() :]}"
    left = _words(rest, cues)
    if iso is None or left > 2 or (left and not _is_name(_bare_words(rest, cues), cues)):
        return False
    byline.fields.setdefault("published", iso)
    return True


def _bare_words(text: str, cues: BylineCues) -> str:
    return " ".join(re.findall(r"[^\W\d_]{2,}", cues.ignored.sub(" ", CLOCK.sub(" ", text))))


def merge_bylines(bylines: Iterable[Byline]) -> Mapping[str, str]:
    """All that an article's bylines say; what comes first counts."""
    merged: dict[str, str] = {}
    for byline in bylines:
        for name, value in byline.fields.items():
            merged.setdefault(name, value)
    return merged
