"""The text of a new entry: every part of the format with a comment, valid as it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from healthlint.datafile import shown
from healthlint.errors import SettingsError

PLACEHOLDER = "TODO"
_REVIEWED_EVERY = 2  # years

_HEAD = """\
# One entry of the reference. Everything is explained in schemas/reference.schema.json; check with
# `healthlint reference validate`. Replace every TODO: consistency checks report those left.
version: 1
id: {id}                 # also the file's name, and the concept that the names below define
kind: {kind}
name: {name}
synonyms: []             # other names; plurals, hyphens and spellings are supplied
acronyms: []             # unambiguous anywhere: [DVT]
short_forms: []          # count only where an article defines them: [PE]
broader: []              # ids of broader conditions
benign: false            # usually harmless?
urgency: routine         # emergency, urgent, soon, routine or self-care, when nothing more is known
codes: {{icd10: [], mesh: [], doid: []}}     # only where sure
review: {{status: drafted, drafted: "{today}", next_review: "{due}", reviewer: null}}
mimicked_by: []          # ids of conditions that look like it
"""

_PRESENTS = """\
presents_as: {concept: pain, site: body}     # TODO the complaint itself
people: []               # populations it is about, where not everybody: [children, infants]
"""

_BODY = """\
sources:                 # `seen` is the day you read it; null if it could not be opened
  nhs: {publisher: NHS, title: "TODO title", url: "https://www.nhs.uk/TODO", seen: null}
facts:                   # red flags and care levels first; 25 to 40 facts, one or two lines each
  red-flags:             # signs that change what to do
    - id: example
      about: {concept: fever}          # or a list of alternatives, any one of which will do
      urgency: urgent
      importance: essential            # essential: a responsible short article must have it
      when: listed                     # main: asked for only where this is the main topic
      says: "TODO one plain sentence in our own words that an editor could paste."
      sources: [nhs]
  seek-care:             # what to do, and how fast; triggers are group/id of facts of this entry
    - id: same-day
      urgency: urgent
      triggers: [red-flags/example]
      importance: essential
      when: listed
      says: "TODO when to be seen the same day."
      sources: [nhs]
  symptoms: []           # frequency: very-frequent, frequent, occasional or rare
  risk-factors: []
  causes: []
  complications: []
  tests: []
  treatments: []         # polarity: negated where it does not help
  self-care: []
  prevention: []
harmful_advice: []       # what an article must not recommend: id, claim, correction, severity,
                         # asserts: [[massage, leg|calf]], scope: topic or anywhere, sources
false_claims: []         # known falsehoods, in the same form
"""

_CAUSES = """\
causes:                  # the conditions behind it; must_not_miss where missing one is dangerous
  - condition: todo-condition
    must_not_miss: true
    common: false
    says: "TODO how it causes the complaint."
    sources: [nhs]
"""


def scaffold(ident: str, kind: Literal["condition", "symptom"], today: date) -> str:
    """The text of a new entry's file. Raises :class:`SettingsError` for an id it cannot have."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", ident):
        accepted = "small letters and digits, words joined by single hyphens (baker-cyst)"
        raise SettingsError(f"id: saw {shown(ident)}; accepted: {accepted}")
    name = ident.replace("-", " ").capitalize()
    due = date(today.year + _REVIEWED_EVERY, today.month, min(today.day, 28))
    head = _HEAD.format(id=ident, kind=kind, name=shown(name), today=today, due=due)
    if kind == "condition":
        return head + _BODY
    return head + _PRESENTS + _BODY + _CAUSES
