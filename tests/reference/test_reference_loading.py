"""From files to values: what facts become, overriding, digests, and when anything is compiled."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from healthlint.errors import DataError
from healthlint.reference import loading
from healthlint.reference.concepts import entry_concept
from healthlint.reference.loading import load_folders, load_reference
from healthlint.reference.model import Group, Reference, Target, Urgency
from healthlint.vocabulary.model import Kind, Vocabulary

Make = Callable[..., dict[str, Any]]
Write = Callable[..., Path]
Load = Callable[..., Reference]


def test_facts_are_expanded_and_keyed(entry: Make, fact: Make, load: Load) -> None:
    care = {
        "id": "go",
        "urgency": "emergency",
        "triggers": ["red-flags/heat"],
        "says": "Go to hospital at once.",
        "sources": ["nhs"],
    }
    both = [{"concept": "pain", "site": "leg"}, {"concept": "swelling"}]
    value = entry(
        facts={
            "seek-care": [care],
            "red-flags": [fact("heat", "fever", urgency="emergency")],
            "symptoms": [
                fact("ache", "pain", about=both, excludes={"laterality": ["both-sides"]}),
                fact("itchy", "itch", red_flag=True, urgency="soon", frequency="rare"),
            ],
            "treatments": [fact("pills", "antibiotic", polarity="negated")],
        }
    )
    reference = load(value)
    facts = reference.facts
    ache = facts["glass-knee/symptoms/ache"]
    assert ache.targets == (Target("pain", "leg"), Target("swelling"))
    assert ache.excludes == {"laterality": ("both-sides",)}
    assert (ache.importance, ache.when, ache.polarity, ache.red_flag) == (
        "optional",
        "main",
        "affirmed",
        False,
    )
    assert facts["glass-knee/red-flags/heat"].red_flag
    assert facts["glass-knee/symptoms/itchy"].red_flag
    assert facts["glass-knee/symptoms/itchy"].urgency is Urgency.SOON
    assert facts["glass-knee/treatments/pills"].polarity == "negated"
    go = facts["glass-knee/seek-care/go"]
    assert go.triggers == ("glass-knee/red-flags/heat",)
    assert go.targets == ()
    assert len(facts) == 5
    assert set(facts) == {fact.key for fact in reference.entries["glass-knee"].facts}
    assert set(reference.entries["glass-knee"].by_group) == {
        Group.SYMPTOMS,
        Group.RED_FLAGS,
        Group.TREATMENTS,
        Group.SEEK_CARE,
    }


@pytest.mark.parametrize("key", ["nobody/symptoms/ache", "glass-knee/symptoms/no", "", "x"])
def test_unknown_facts_are_not_found(key: str, entry: Make, load: Load) -> None:
    facts = load(entry()).facts
    assert key not in facts
    with pytest.raises(KeyError):
        facts[key]


def test_statements_and_causes(entry: Make, load: Load) -> None:
    statement = {
        "id": "rub-it",
        "claim": "Rub the made-up knee hard.",
        "correction": "Leave the made-up knee alone.",
        "severity": "critical",
        "asserts": [["massage", "leg|knee"]],
        "scope": "topic",
        "sources": ["nhs"],
    }
    cause = {
        "condition": "glass-knee",
        "must_not_miss": True,
        "common": False,
        "says": "A glass knee can be behind it.",
        "sources": ["nhs"],
    }
    symptom = entry(
        "knee-ache", kind="symptom", presents_as={"concept": "pain", "site": "knee"}, causes=[cause]
    )
    reference = load(entry(harmful_advice=[statement]), symptom)
    harmful = reference.entries["glass-knee"].harmful_advice[0]
    assert harmful.asserts == ((("massage",), ("leg", "knee")),)
    assert harmful.key == "glass-knee/harmful-advice/rub-it"
    ache = reference.entries["knee-ache"]
    assert ache.causes[0].must_not_miss
    assert ache.presents_as == Target("pain", "knee")
    assert reference.entries["glass-knee"].presents_as is None


def test_entries_define_concepts(entry: Make, load: Load) -> None:
    cause = {
        "condition": "glass-knee",
        "must_not_miss": False,
        "common": True,
        "says": "A glass knee can be behind it.",
        "sources": ["nhs"],
    }
    both = [{"concept": "pain", "site": "knee"}, {"concept": "fever"}]
    reference = load(
        entry(synonyms=["brittle knee"], acronyms=["GK"], broader=["bad-knee"], not_in=["glass"]),
        entry("fever", kind="symptom", presents_as={"concept": "fever"}, causes=[cause]),
        entry("knee-ache", kind="symptom", presents_as=both, causes=[cause]),
    )
    knee = entry_concept(reference.entries["glass-knee"])
    assert (knee.kind, knee.phrases) == (Kind.CONDITION, ("Glass knee", "brittle knee"))
    assert (knee.exact, knee.parents, knee.not_in) == (("GK",), ("bad-knee",), ("glass",))
    assert entry_concept(reference.entries["fever"]).parents == ()
    ache = entry_concept(reference.entries["knee-ache"])
    assert (ache.kind, ache.parents, ache.site) == (Kind.SYMPTOM, ("pain",), "knee")


def test_own_entries_add_and_override(entry: Make, write: Write) -> None:
    packaged = write(entry(), entry("blue-elbow"), folder="packaged")
    own = write(entry(name="Our glass knee"), entry("green-toe"), folder="team")
    alone, both = load_folders((packaged,)), load_folders((packaged, own))
    assert set(both.entries) == {"glass-knee", "blue-elbow", "green-toe"}
    assert list(both.entries) == sorted(both.entries)
    assert both.entries["glass-knee"].name == "Our glass knee"
    assert alone.entries["glass-knee"].name == "Glass knee"
    assert alone.digest != both.digest
    assert both.version == f"{alone.version}+own"
    assert both.entries["green-toe"].path == (own / "green-toe.yaml").as_posix()


def test_the_packaged_reference_loads_with_extras(entry: Make, write: Write) -> None:
    reference = load_reference(write(entry()) / "glass-knee.yaml")
    assert "glass-knee" in reference.entries
    assert reference.version.endswith("+own")


def test_mistakes_of_all_folders_come_together(entry: Make, write: Write) -> None:
    one = write(entry("one", urgency="now"), folder="first")
    two = write(entry("two", urgency="now"), folder="second")
    with pytest.raises(DataError) as caught:
        load_folders((one, two))
    assert len(caught.value.problems) == 2


def test_the_digest_follows_content_and_names_only(entry: Make, write: Write) -> None:
    first = load_folders((write(entry(), folder="a"),)).digest
    assert first == load_folders((write(entry(), folder="b"),)).digest
    assert first.startswith("sha256:")
    changed = write(entry(name="Another name"), folder="c")
    assert first != load_folders((changed,)).digest
    assert first != load_folders((write(entry("other-knee"), folder="d"),)).digest


def test_compiled_once_then_read(
    entry: Make, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(entry())
    first = load_folders((root,))
    compiled: list[object] = []

    def count(files: object) -> Any:
        compiled.append(files)
        return original(files)

    original: Any = loading._compile
    monkeypatch.setattr(loading, "_compile", count)
    again = load_folders((root,))
    assert compiled == []
    assert again.entries == first.entries
    assert again.digest == first.digest
    (root / "glass-knee.yaml").open("a", encoding="utf-8").write("\n# a remark\n")
    load_folders((root,))
    assert len(compiled) == 1


def test_a_team_folder_does_not_recompile_the_packaged_one(
    entry: Make, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = write(entry(), folder="packaged")
    load_folders((packaged,))
    seen: list[str] = []
    original: Any = loading._compile

    def note(files: Any) -> Any:
        seen.extend(file.name for file in files)
        return original(files)

    monkeypatch.setattr(loading, "_compile", note)
    load_folders((packaged, write(entry("green-toe"), folder="team")))
    assert seen == ["green-toe.yaml"]


def test_errors_are_not_kept(entry: Make, write: Write, own_cache: Path) -> None:
    root = write(entry(urgency="now"))
    for _ in range(2):
        with pytest.raises(DataError):
            load_folders((root,))
    assert list(own_cache.iterdir()) == []


def test_a_warm_start_imports_neither_yaml_nor_jsonschema(entry: Make, write: Write) -> None:
    root = write(entry())
    load_folders((root,))
    code = (
        "import sys; from pathlib import Path\n"
        "from healthlint.reference.loading import load_folders\n"
        f"load_folders((Path({str(root)!r}),))\n"
        "print([name for name in ('yaml', 'jsonschema', 'spacy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**__import__("os").environ, "PYTHONPATH": str(Path(loading.__file__).parents[2])},
    )
    assert done.stdout.strip() == "[]"


def test_facts_wait_until_they_are_looked_at(entry: Make, load: Load) -> None:
    reference = load(entry(), entry("blue-elbow"))
    stored: Any = reference.entries
    assert reference.facts["glass-knee/symptoms/ache"].entry == "glass-knee"
    assert "_facts" in vars(stored["glass-knee"].facts)
    assert "_facts" not in vars(stored["blue-elbow"].facts)


def test_a_reference_survives_pickling(entry: Make, load: Load) -> None:
    reference = load(entry())
    assert reference.entries["glass-knee"].by_group
    copied = pickle.loads(pickle.dumps(reference))
    assert copied.entries == reference.entries
    assert copied.facts["glass-knee/symptoms/ache"].says == "glass-knee aches in its own way."


def test_a_vocabulary_makes_unknown_concepts_mistakes(
    entry: Make, fact: Make, write: Write, vocabulary: Vocabulary
) -> None:
    good = write(entry(), folder="good")
    assert load_folders((good,), vocabulary=vocabulary).entries
    bad = write(entry(facts={"symptoms": [fact("ache", "pian")]}), folder="bad")
    assert load_folders((bad,)).entries
    with pytest.raises(DataError, match="unknown concept 'pian'; did you mean 'pain'"):
        load_folders((bad,), vocabulary=vocabulary)
