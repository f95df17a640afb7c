"""Each check of the reference: a case that must fire, and near it one that must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from healthlint.datafile import read_yaml
from healthlint.reference import pointers
from healthlint.reference.consistency import CHECKS, inconsistencies
from healthlint.reference.loading import load_reference
from healthlint.reference.model import Reference
from healthlint.reference.traits import Traits, TraitTable
from healthlint.reference.world import build_world, read_authorities
from healthlint.vocabulary import load_vocabulary
from healthlint.vocabulary.model import Cue, Vocabulary

Value = dict[str, Any]
Make = Callable[..., Value]
Found = Callable[..., list[str]]

AUTHORITIES = ("NHS", "Royal College")


@pytest.fixture
def found(load: Callable[..., Reference], vocabulary: Vocabulary) -> Found:
    """What does not agree in those entries, as ``key: level: message``."""

    def check(*values: Value) -> list[str]:
        all_found = inconsistencies(load(*values), vocabulary, AUTHORITIES)
        assert list(all_found) == sorted(all_found)
        return [f"{each.key}: {each.level}: {each.message}" for each in all_found]

    return check


def care(ident: str, urgency: str, *triggers: str) -> Value:
    says = f"What to do when {ident} comes up."
    return {
        "id": ident,
        "urgency": urgency,
        "triggers": list(triggers),
        "says": says,
        "sources": ["nhs"],
    }


def cause(condition: str, must_not_miss: bool = False) -> Value:
    return {
        "condition": condition,
        "must_not_miss": must_not_miss,
        "common": True,
        "says": f"It can come from {condition}.",
        "sources": ["nhs"],
    }


def complaint(entry: Make, *causes: Value, **more: Any) -> Value:
    presents = {"concept": "pain", "site": "knee"}
    return entry("knee-ache", kind="symptom", presents_as=presents, causes=list(causes), **more)


def test_a_sound_reference_has_nothing_to_report(entry: Make, fact: Make, found: Found) -> None:
    full = entry(
        mimicked_by=["blue-elbow"],
        facts={
            "red-flags": [fact("heat", "fever", urgency="emergency")],
            "seek-care": [care("go", "emergency", "red-flags/heat")],
            "symptoms": [
                fact(
                    "ache",
                    "pain",
                    about={
                        "concept": "pain",
                        "site": "knee",
                        "modifiers": {"laterality": "one-sided"},
                    },
                )
            ],
            "complications": [fact("elbow", "blue-elbow")],
            "treatments": [fact("pills", "antibiotic", polarity="negated"), fact("lie", "rest")],
        },
    )
    elbow = entry(
        "blue-elbow",
        mimicked_by=["glass-knee"],
        facts={"causes": [fact("knee", "glass-knee")], "risk-factors": [fact("smoke", "smoking")]},
    )
    assert found(full, elbow, complaint(entry, cause("glass-knee"))) == []


# What entries point at


def test_unknown_concepts_are_named_with_the_nearest(entry: Make, fact: Make, found: Found) -> None:
    about = {"concept": "pian", "site": "kne", "modifiers": {"laterality": "one-side"}}
    statement = {
        "id": "rub-it",
        "claim": "Rub the made-up knee hard.",
        "correction": "Leave the made-up knee alone.",
        "severity": "critical",
        "asserts": [["masage", "knee|shin"]],
        "unless": ["doctor"],
        "scope": "topic",
        "sources": ["nhs"],
    }
    facts = {
        "symptoms": [
            fact("ache", "pain", about=about, excludes={"onset": ["sudden", "slow"]}),
        ]
    }
    assert found(entry(facts=facts, false_claims=[statement])) == [
        "glass-knee/false-claims/rub-it: error: unknown concept 'doctor'",
        "glass-knee/false-claims/rub-it: error: unknown concept 'masage'; did you mean 'massage'?",
        "glass-knee/false-claims/rub-it: error: unknown concept 'shin'",
        "glass-knee/symptoms/ache: error: unknown body site 'kne'; did you mean 'knee'?",
        "glass-knee/symptoms/ache: error: unknown concept 'pian'; did you mean 'pain'?",
        "glass-knee/symptoms/ache: error: unknown laterality 'one-side'; did you mean 'one-sided'?;"
        " accepted: one-sided",
        "glass-knee/symptoms/ache: error: unknown onset 'slow'; accepted: sudden",
    ]


def test_the_people_of_a_complaint_are_a_group_of_people(entry: Make, found: Found) -> None:
    ache = complaint(entry, cause("glass-knee"), people=["children", "childrn", "smoking"])
    assert found(entry(), ache) == [
        "knee-ache/people: error: 'smoking' is a risk-factor, not a population",
        "knee-ache/people: error: unknown population 'childrn'; did you mean 'children'?",
    ]
    assert found(entry(), complaint(entry, cause("glass-knee"), people=["children"])) == []


def test_wordings_and_statements_belong_together(
    entry: Make, load: Callable[..., Reference], vocabulary: Vocabulary
) -> None:
    def claim(ident: str, *asserts: list[str]) -> Value:
        words = f"The made-up knee is {ident}."
        return {
            "id": ident,
            "claim": words,
            "correction": f"It is not {ident}.",
            "severity": "major",
            "asserts": list(asserts),
            "scope": "topic",
            "sources": ["nhs"],
        }

    reference = load(entry(false_claims=[claim("told"), claim("silent"), claim("made", ["pain"])]))
    wordings = [
        Cue("wording", ident, ("the knee is glass",), {"statement": f"{owner}/false-claims/{to}"})
        for ident, owner, to in [
            ("good", "glass-knee", "told"),
            ("lost", "glass-knee", "tald"),
            ("other", "not-loaded", "anything"),  # an entry that this reference does not hold
        ]
    ]
    world = build_world(reference, replace(vocabulary, cues={"wording": tuple(wordings)}), ())
    assert [str(each) for each in pointers.wordings_of_nothing(world)] == [
        "glass-knee.yaml: glass-knee/false-claims/tald: error: the wordings 'lost' point here; "
        "did you mean 'glass-knee/false-claims/told'?"
    ]
    assert [each.key for each in pointers.statements_never_found(world)] == [
        "glass-knee/false-claims/silent"
    ]


def test_traits_name_known_things() -> None:
    reference = load_reference()
    known = reference.traits.by_condition["gout"]
    broken = Traits(
        "gowt", "Gout", {"site": ("jiont",), "level": ("acid-high",)}, {}, {}, known.sources
    )
    table = TraitTable(reference.traits.dimensions, {"gowt": broken})
    seen = pointers.unknown_traits(
        build_world(replace(reference, traits=table), load_vocabulary(), ())
    )
    assert [each.message for each in seen] == [
        "unknown condition 'gowt'; did you mean 'gout'?",
        "unknown body site 'jiont'; did you mean 'joint'?",
        "unknown level 'acid-high'",
    ]


def test_concepts_of_the_wrong_kind(entry: Make, fact: Make, found: Found) -> None:
    about = {"concept": "pain", "site": "fever", "modifiers": {"onset": "one-sided"}}
    facts = {"symptoms": [fact("ache", "pain", about=about)]}
    assert found(entry(mimicked_by=["fever"], facts=facts)) == [
        "glass-knee/mimicked-by: error: 'fever' is a symptom, not a condition",
        "glass-knee/symptoms/ache: error: 'fever' is a symptom, not a body site",
        "glass-knee/symptoms/ache: error: 'one-sided' is a value of laterality, not of onset",
    ]


def test_conditions_that_nobody_defines(entry: Make, found: Found) -> None:
    knee = entry(mimicked_by=["blue-elbo"], broader=["bad-joint"])
    elbow = entry("blue-elbow", mimicked_by=["glass-knee"])
    assert found(knee, elbow, complaint(entry, cause("glas-knee"))) == [
        "blue-elbow/mimicked-by: warning: glass-knee looks like it, but blue-elbow is not in"
        " mimicked_by there",
        "glass-knee/broader: error: unknown condition 'bad-joint'",
        "glass-knee/mimicked-by: error: unknown condition 'blue-elbo'; did you mean 'blue-elbow'?",
        "knee-ache/causes: error: unknown condition 'glas-knee'; did you mean 'glass-knee'?",
    ]


# Relations that must hold both ways


@pytest.mark.parametrize(
    ("group", "polarity", "fires"),
    [
        ("causes", "affirmed", False),
        ("risk-factors", "affirmed", False),
        ("causes", "negated", True),
        ("symptoms", "affirmed", True),
    ],
)
def test_a_complication_must_know_its_cause(
    group: str, polarity: str, fires: bool, entry: Make, fact: Make, found: Found
) -> None:
    knee = entry(facts={"complications": [fact("elbow", "blue-elbow")]})
    elbow = entry("blue-elbow", facts={group: [fact("knee", "glass-knee", polarity=polarity)]})
    message = (
        "glass-knee/complications/elbow: error: blue-elbow is a complication, but its entry names"
        " glass-knee neither as a cause nor as a risk factor"
    )
    assert (message in found(knee, elbow)) is fires


def test_a_broader_cause_will_do(entry: Make, fact: Make, found: Found) -> None:
    knee = entry(broader=["bad-joint"], facts={"complications": [fact("elbow", "blue-elbow")]})
    joint = entry("bad-joint")
    elbow = entry("blue-elbow", facts={"causes": [fact("joint", "bad-joint")]})
    assert found(knee, joint, elbow) == []


def test_a_condition_need_not_know_itself(entry: Make, fact: Make, found: Found) -> None:
    kind = entry("glass-knee-attack", broader=["glass-knee"])
    complications = [fact("again", "glass-knee"), fact("attack", "glass-knee-attack")]
    assert found(entry(facts={"complications": complications}), kind) == []


def test_a_cause_of_a_complaint_must_have_it(entry: Make, fact: Make, found: Found) -> None:
    elsewhere = {"concept": "pain", "site": "arm"}
    arm = entry("blue-elbow", facts={"symptoms": [fact("sore", "pain", about=elsewhere)]})
    part = entry("green-shin", facts={"symptoms": [fact("dull", "pain")]})
    assert found(complaint(entry, cause("blue-elbow"), cause("green-shin")), arm, part) == [
        "knee-ache/causes: warning: blue-elbow is a cause, but its entry has no such symptom"
    ]


# Entries that disagree


@pytest.mark.parametrize(
    ("one", "other", "fires"),
    [
        (("treatments", "affirmed"), ("treatments", "negated"), True),
        (("treatments", "affirmed"), ("self-care", "negated"), True),
        (("treatments", "affirmed"), ("prevention", "negated"), False),
        (("treatments", "negated"), ("self-care", "negated"), False),
    ],
)
def test_the_same_pair_affirmed_and_negated(
    one: tuple[str, str],
    other: tuple[str, str],
    fires: bool,
    entry: Make,
    fact: Make,
    found: Found,
) -> None:
    facts: dict[str, list[Value]] = {}
    for number, (group, polarity) in enumerate((one, other)):
        made = fact(f"pills-{number}", "antibiotic", polarity=polarity)
        facts.setdefault(group, []).append(made)
    fired = [text for text in found(entry(facts=facts)) if "negated" in text]
    assert bool(fired) is fires, fired


def test_opposite_views_of_one_complication(entry: Make, fact: Make, found: Found) -> None:
    knee = entry(facts={"complications": [fact("elbow", "blue-elbow", polarity="negated")]})
    elbow = entry("blue-elbow", facts={"causes": [fact("knee", "glass-knee")]})
    assert found(knee, elbow) == [
        "glass-knee/complications/elbow: error: negated here, affirmed in blue-elbow/causes/knee"
    ]


def test_another_site_is_another_pair(entry: Make, fact: Make, found: Found) -> None:
    leg, arm = ({"concept": "pain", "site": site} for site in ("leg", "arm"))
    symptoms = [fact("a", "pain", about=leg), fact("b", "pain", about=arm, polarity="negated")]
    assert found(entry(facts={"symptoms": symptoms})) == []


@pytest.mark.parametrize(
    ("urgency", "benign", "must_not_miss", "message"),
    [
        ("emergency", False, False, "is an emergency by its own entry, but may be missed here"),
        ("emergency", False, True, None),
        ("urgent", False, False, None),
        ("routine", False, True, "must not be missed here, but is routine by its own entry"),
        ("soon", True, True, "must not be missed here, but is usually harmless by its own entry"),
        ("soon", True, False, None),
    ],
)
def test_a_cause_against_its_own_urgency(
    urgency: str,
    benign: bool,
    must_not_miss: bool,
    message: str | None,
    entry: Make,
    found: Found,
) -> None:
    condition = entry(urgency=urgency, benign=benign)
    level = "warning" if urgency == "routine" else "error"
    expected = [f"knee-ache/causes: {level}: glass-knee {message}"] if message else []
    assert found(condition, complaint(entry, cause("glass-knee", must_not_miss))) == expected


@pytest.mark.parametrize(
    ("here", "there", "level"),
    [
        ("urgent", "urgent", None),
        ("soon", "urgent", "warning"),
        ("routine", "urgent", "error"),
    ],
)
def test_one_sign_two_urgencies_in_two_entries(
    here: str, there: str, level: str | None, entry: Make, fact: Make, found: Found
) -> None:
    heat = fact("heat", "fever", urgency=there, says="Heat may mean trouble.")
    ache = fact("ache", "pain")
    condition = entry(
        facts={
            "red-flags": [heat],
            "symptoms": [ache],
            "seek-care": [care("go", there, "red-flags/heat")],
        }
    )
    heat = fact("heat", "fever", urgency=here)
    own = complaint(
        entry,
        cause("glass-knee"),
        facts={
            "red-flags": [heat],
            "seek-care": [{**care("see", here, "red-flags/heat"), "says": "See somebody."}],
        },
    )
    message = (
        f"knee-ache/red-flags/heat: {level}: fever is {here} here, {there} in"
        " glass-knee/red-flags/heat"
    )
    assert found(condition, own) == ([message] if level else [])


def test_one_sign_two_urgencies_in_one_entry(entry: Make, fact: Make, found: Found) -> None:
    at_the_leg = {"concept": "swelling", "site": "leg"}
    facts = {
        "symptoms": [
            fact("warm", "fever", urgency="soon"),
            fact("thick", "swelling", urgency="soon"),
        ],
        "complications": [
            fact("heat", "fever", urgency="routine"),
            fact("thick-leg", "swelling", about=at_the_leg, urgency="routine"),
        ],
    }
    assert found(entry(facts=facts)) == [
        "glass-knee/complications/heat: error: fever is routine here, soon in"
        " glass-knee/symptoms/warm"
    ]


# Upkeep


@pytest.mark.parametrize(
    ("flag", "levels", "expected"),
    [
        ("emergency", {"emergency": True}, None),
        ("emergency", {"emergency": False}, "error: emergency red flag without"),
        ("emergency", {"urgent": True}, "error: emergency red flag without"),
        ("urgent", {"emergency": True}, "warning: urgent here, but its seek-care says emergency"),
        ("urgent", {"emergency": True, "urgent": True}, None),
        ("urgent", {}, "warning: urgent red flag without"),
        ("soon", {}, None),
    ],
)
def test_red_flags_need_a_care_level_that_names_them(
    flag: str,
    levels: dict[str, bool],
    expected: str | None,
    entry: Make,
    fact: Make,
    found: Found,
) -> None:
    facts = {
        "red-flags": [fact("heat", "fever", urgency=flag)],
        "seek-care": [
            care(level, level, *(["red-flags/heat"] if named else []))
            for level, named in levels.items()
        ],
    }
    reported = found(entry(facts=facts))
    if expected is None:
        assert reported == []
    else:
        assert len(reported) == 1
        assert reported[0].startswith(f"glass-knee/red-flags/heat: {expected}")


def test_a_symptom_marked_as_red_flag_needs_one_too(entry: Make, fact: Make, found: Found) -> None:
    marked = fact("heat", "fever", red_flag=True, urgency="emergency")
    plain = fact("itchy", "itch", urgency="emergency")
    assert [text.split(":")[0] for text in found(entry(facts={"symptoms": [marked, plain]}))] == [
        "glass-knee/symptoms/heat"
    ]


def test_sources_that_were_not_opened_or_not_cited(entry: Make, fact: Make, found: Found) -> None:
    value = entry(facts={"symptoms": [fact("a", "pain", sources=["old"]), fact("b", "fever")]})
    page = value["sources"]["nhs"]
    value["sources"] |= {"old": {**page, "seen": None}, "spare": page}
    both = fact("c", "itch", sources=["old", "nhs"])
    value["facts"]["symptoms"].append(both)
    assert found(value) == [
        "glass-knee/sources/spare: warning: no fact cites it",
        "glass-knee/symptoms/a: warning: none of its sources was opened (old)",
    ]


@pytest.mark.parametrize(
    ("publisher", "group", "fires"),
    [
        ("A Blog", "treatments", True),
        ("A Blog", "symptoms", False),
        ("NHS 111 Wales", "treatments", False),
        ("Royal College of Made-up Physicians", "treatments", False),
        ("NHSomething", "treatments", True),
        ("Royal Colleges Fan Club", "treatments", True),
    ],
)
def test_treatments_need_a_current_authority(
    publisher: str, group: str, fires: bool, entry: Make, fact: Make, found: Found
) -> None:
    value = entry(facts={group: [fact("lie", "rest")]})
    value["sources"]["nhs"]["publisher"] = publisher
    message = f"warning: cites no current authority (see AUTHORITIES): ['{publisher}']"
    assert found(value) == ([f"glass-knee/{group}/lie: {message}"] if fires else [])


def test_the_packaged_authorities_can_be_read() -> None:
    assert {"NHS", "NICE", "CDC"} <= set(read_authorities())
    assert not any(line.startswith("#") for line in read_authorities())


def test_the_same_sentence_twice(entry: Make, fact: Make, found: Found) -> None:
    symptoms = [
        fact("a", "pain", says="It hurts, a lot."),
        fact("b", "fever", says="It hurts a lot!"),
        fact("c", "itch", says="It hurts a little."),
    ]
    other = entry("blue-elbow", facts={"symptoms": [fact("d", "pain", says="It hurts a lot.")]})
    assert found(entry(facts={"symptoms": symptoms}), other) == [
        "glass-knee/symptoms/a: warning: says the same as blue-elbow/symptoms/d",
        "glass-knee/symptoms/b: error: says the same as glass-knee/symptoms/a",
    ]


@pytest.mark.parametrize(("length", "fires"), [(240, False), (241, True)])
def test_sentences_too_long_to_paste(
    length: int, fires: bool, entry: Make, fact: Make, found: Found
) -> None:
    facts = {"symptoms": [fact("a", "pain", says="x" * length)]}
    assert bool(found(entry(facts=facts))) is fires


@pytest.mark.parametrize(
    ("count", "when", "fires"), [(14, "listed", False), (15, "listed", True), (15, "main", False)]
)
def test_too_much_asked_of_a_short_article(
    count: int, when: str, fires: bool, entry: Make, fact: Make, found: Found
) -> None:
    facts = {
        "symptoms": [
            fact(f"s-{number}", "pain", importance="essential", when=when)
            for number in range(count)
        ]
    }
    expected = [f"glass-knee: warning: {count} facts are essential when listed; at most 14"]
    assert found(entry(facts=facts)) == (expected if fires else [])


def test_what_a_scaffold_left_is_reported(entry: Make, fact: Make, found: Found) -> None:
    facts = {"symptoms": [fact("a", "pain", says="TODO write this."), fact("b", "fever")]}
    assert found(entry(facts=facts)) == ["glass-knee/symptoms/a: error: still says TODO"]


def test_every_check_is_tested_above() -> None:
    named = {check.__name__ for check in CHECKS}
    assert len(named) == len(CHECKS) == 19


def test_yaml_is_read_as_version_1_2(tmp_path: Any) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("[no, on, yes, true, 2026-01-05, 1:30, 12, null, 'null']", encoding="utf-8")
    value = read_yaml(path).value
    assert value == ["no", "on", "yes", True, "2026-01-05", "1:30", 12, None, "null"]
