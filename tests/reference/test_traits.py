"""What kind of thing an illness is: the files, and every mistake in them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthlint.data import data_dir
from healthlint.errors import DataError
from healthlint.reference.loading import load_reference
from healthlint.reference.traits import TraitTable, compile_traits

HEAD = """version: 1
review: {status: drafted, drafted: "2026-11-26", next_review: "2028-11-26", reviewer: null}
sources:
  nhs: {publisher: NHS, title: Mumps, url: "https://www.nhs.uk/conditions/mumps/", seen: null}
traits:
"""


def compiled(items: str) -> TraitTable:
    dimensions = data_dir("reference") / "traits" / "dimensions.yaml"
    return compile_traits(
        [(dimensions, dimensions.read_bytes()), (Path("own.yaml"), (HEAD + items).encode())]
    )


def test_packaged_traits_have_sources_and_say_what_is_true() -> None:
    table = load_reference().traits
    assert len(table.by_condition) > 150
    assert all(traits.sources for traits in table.by_condition.values())
    shingles = table.by_condition["shingles"]
    assert table.says(shingles, "cause") == "What brings on shingles: a virus."
    for traits in table.by_condition.values():
        for dimension in traits.values:
            assert "{" not in table.says(traits, dimension)


def test_everyone_and_family_are_spelt_out() -> None:
    table = compiled(
        "  - {condition: mumps, name: mumps, gets: [everyone],\n"
        "     inherited: [partly], sources: [nhs]}\n"
    )
    values = table.by_condition["mumps"].values
    assert values["gets"] == ("men", "women", "children", "adults", "older")
    assert values["family-link"] == ("linked",)


def test_every_mistake_is_told_with_its_place() -> None:
    with pytest.raises(DataError) as caught:
        compiled(
            "  - {condition: mumps, name: mumps, cause: [virsu], sources: [nsh]}\n"
            "  - {condition: mumps, name: mumps, not: {blamd: [dirt]}, sources: [nhs]}\n"
        )
    problems = "\n".join(caught.value.problems)
    assert "own.yaml:6: traits[0].cause: unknown value 'virsu'; accepted: virus" in problems
    assert "own.yaml:6: traits[0].sources: unknown source 'nsh'" in problems
    assert "unknown dimension 'blamd'; did you mean 'blamed'?" in problems
