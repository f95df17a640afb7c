"""The generated pages are those of the rules and schemas as they are."""

from __future__ import annotations

from pathlib import Path

from healthlint import docs
from healthlint.rules import RULES

ROOT = Path(__file__).parents[1]


def test_pages_have_not_drifted() -> None:
    assert docs.drift(ROOT / "docs") == [], "run: python -m healthlint.docs"


def test_drift_is_seen(tmp_path: Path) -> None:
    docs.write(tmp_path)
    assert docs.main(["--check", str(tmp_path)]) == 0
    (tmp_path / "rules" / "OM001.md").write_text("edited", encoding="utf-8")
    (tmp_path / "rules" / "ZZ999.md").write_text("left over", encoding="utf-8")
    (tmp_path / "files" / "reference.md").unlink()
    assert docs.drift(tmp_path) == [
        "files/reference.md: missing",
        "rules/OM001.md: out of date",
        "rules/ZZ999.md: belongs to nothing any more",
    ]
    assert docs.main(["--check", str(tmp_path)]) == 1
    docs.write(tmp_path)
    assert docs.drift(tmp_path) == []


def test_every_rule_has_its_page_and_every_link_leads_somewhere() -> None:
    import re

    pages = docs.pages()
    assert {f"rules/{rule.code}.md" for rule in RULES} <= set(pages)
    for name, text in pages.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert str(Path(name).parent / target) in pages, f"{name} links to {target}"
