"""Gold files: words become offsets, and every mistake is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from healthlint.errors import DataError, InputError
from healthlint.nlp.components import Knowledge, load_knowledge
from healthlint.score.gold import GoldArticle, load_corpus

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def load(folder: Path, known: Knowledge, split: str | None = None) -> tuple[GoldArticle, ...]:
    return load_corpus(folder, known.vocabulary, known.reference, split)


def test_text_and_occurrence_become_offsets(knowledge: Knowledge) -> None:
    article = load(CORPUS, knowledge)[0]
    first, second = article.entities[:2]
    text = article.source.text
    assert text[first.span.start : first.span.end] == "Asthma"
    assert second.span.start == text.index("Asthma", first.span.end)


def test_split_comes_from_the_manifest(knowledge: Knowledge) -> None:
    assert [a.name for a in load(CORPUS, knowledge, "unseen")] == ["gout-note.txt"]


def test_no_corpus_is_an_input_error(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no corpus"):
        load(tmp_path, knowledge)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    (folder / "gold" / "gout-note.txt.yaml").write_text(
        """version: 1
article: gout-note.txt
genre: explainer
entities:
  - {text: scurvy, label: CONDITION, id: gout}
  - {text: pain, n: 7, label: SYMPTOM, id: pain}
  - {text: pain, label: SYMPTOM, id: pane}
  - {text: pain, label: SYMPTOM, id: pain}
  - {text: prevent, label: TREATMENT, id: null}
claims: []
advice: []
findings:
  - {rule: OM001, fact: gout/red-flags/feber}
must_not_flag: []
""",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        load(folder, knowledge)
    told = "\n".join(caught.value.problems)
    assert '"scurvy" does not stand in the article' in told
    assert 'occurrence 7 of "pain": the article has only 2' in told
    assert "unknown concept id 'pane'; did you mean 'pain'?" in told
    assert "already annotated" in told
    assert "is part of a word" in told
    assert "no fact 'gout/red-flags/feber' in the reference; did you mean" in told
    assert "gout-note.txt.yaml:5: entities[0].text" in told


def test_schema_mistakes_are_told_with_their_place(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    path = folder / "gold" / "gout-note.txt.yaml"
    changed = path.read_text(encoding="utf-8").replace("genre: news", "genre: poem")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(DataError, match='genre: saw "poem"; accepted: explainer'):
        load(folder, knowledge)
