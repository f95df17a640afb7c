"""Questions, comparison, review and the page, from small audits."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from healthlint.audit.asking import QUESTIONS, answer
from healthlint.audit.comparing import changes, details_of
from healthlint.audit.questions import ask, connect
from healthlint.audit.reviewing import draw, precision, write_sample
from healthlint.audit.store import Store
from healthlint.errors import InputError, SettingsError, StoreError
from tests.audit.archive import archive, audited, record

HARMFUL = Path(__file__).resolve().parents[2] / "corpus" / "articles" / "red-hot-leg-guide.md"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Thirty articles, the first of them twice more: once as it is, once with a word changed."""
    folder = tmp_path_factory.mktemp("asked")
    source = archive(folder / "archive.jsonl", 30)
    same, near = {**record(0), "id": "same"}, {**record(0), "id": "near"}
    near["text"] += "Reprinted with a word added.\n"
    with open(source, "a", encoding="utf-8") as file:
        file.write(json.dumps(same) + "\n" + json.dumps(near) + "\n")
    return audited(folder / "out", source, HARMFUL, slice_size=7)[0]


def test_every_ready_question_is_answered(store: Store) -> None:
    with connect(store) as connection:
        for question, entry in QUESTIONS.items():
            claim = "massage" if entry.takes == "claim" else None
            names, rows = answer(connection, question, claim=claim, limit=3)
            assert names
            assert len(rows) <= 3
            if question != "errors":
                assert rows, question


def test_faults_are_grouped(store: Store) -> None:
    with connect(store) as connection:
        names, rows = answer(connection, "faults", by="section", limit=500)
        _, (total,) = ask(connection, "select count(*) from findings")
        _, few = answer(connection, "faults", by="section", limit=2)
        _, one = answer(connection, "faults", by="section", limit=2, groups=1)
    assert names == ["section", "rule", "name", "severity", "findings", "articles", "of", "share"]
    assert {row[0] for row in rows} == {"body", "food", None}
    assert sum(row[4] for row in rows) == total[0]
    # Every group has its say, the largest first, what has no name last.
    groups = [row[0] for row in few]
    assert groups in (["body"] * 2 + ["food"] * 2 + [None] * 2,
                      ["food"] * 2 + ["body"] * 2 + [None] * 2)  # fmt: skip
    assert few[0][5] >= few[1][5]
    assert one == few[:2]


def test_an_article_of_two_authors_is_one_of_each(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written = [{**record(0), "author": ["Ola Finch", "Bo Reed"]}, {**record(1), "author": None}]
    path.write_text("".join(json.dumps(each) + "\n" for each in written), encoding="utf-8")
    store, _ = audited(tmp_path / "out", path)
    with connect(store) as connection:
        _, rows = answer(connection, "faults", by="author", limit=500)
        _, ((found,),) = ask(connection, "select count(*) from findings where article = 1")
    by = {name: sum(row[4] for row in rows if row[0] == name) for name, *_ in rows}
    assert set(by) == {"Ola Finch", "Bo Reed", None}
    assert by["Ola Finch"] == by["Bo Reed"] == found


def test_conditions_are_ranked_by_what_the_figures_bear_out() -> None:
    """One bad article of one is less certain than nine of ten; what is missed most is named."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("create table articles (article int, topics text[], duplicate_of int)")
        connection.execute(
            "create table findings "
            "(article int, rule text, topic text, severity text, facts text[])"
        )
        connection.execute(
            "insert into articles "
            "select n, [if(n = 1, 'gout', 'angina')], null from range(1, 12) t(n)"
        )
        connection.execute(
            "insert into findings select n, 'OM001', if(n = 1, 'gout', 'angina'), 'critical', "
            "['f/' || n % 2, 'f/x'] from range(1, 11) t(n)"
        )
        names, rows = answer(connection, "coverage")
    assert [row[0] for row in rows] == ["angina", "gout"]
    found = dict(zip(names, rows[0], strict=True))
    assert (found["articles"], found["with_critical_gap"], found["most_missed"]) == (10, 0.9, "f/x")
    # Wilson's interval of 9 in 10 begins at 0.596, that of 1 in 1 at 0.207.
    assert [row[names.index("at_least")] for row in rows] == [0.596, 0.207]


def test_a_claim_is_found_by_its_words_in_any_order(store: Store) -> None:
    with connect(store) as connection:
        _, by_fact = answer(connection, "repeats", claim="massage-clot", limit=99)
        _, by_words = answer(connection, "repeats", claim="Clot massage", limit=99)
        _, none = answer(connection, "repeats", claim="massage nonsense", limit=99)
    assert len(by_words) > 0
    assert len(by_words) >= len(by_fact)
    assert not none


def test_the_worst_come_first_and_copies_are_left_out(store: Store) -> None:
    with connect(store) as connection:
        names, rows = answer(connection, "worst", limit=100)
        _, copies = ask(
            connection,
            "select id, duplicate_of, similarity from articles where duplicate_of is not null "
            "order by id",
        )
    weights = [row[names.index("weight")] for row in rows]
    assert weights == sorted(weights, reverse=True)
    found = {name: (first, share) for name, first, share in copies}
    assert found["same"] == (1, 1.0)
    assert found["near"][0] == 1
    assert 0.8 <= found["near"][1] < 1
    assert not {"same", "near"} & {row[names.index("id")] for row in rows}


@pytest.mark.parametrize(
    ("question", "options", "said"),
    [
        ("nonsense", {}, "is not a question; use worst"),
        ("worst", {"by": "year"}, "faults --by"),
        ("faults", {"by": "title"}, "faults --by section"),
        ("repeats", {}, "needs it"),
        ("worst", {"claim": "x"}, "goes with repeats"),
    ],
)
def test_what_a_question_does_not_take_is_said(
    store: Store, question: str, options: dict[str, str], said: str
) -> None:
    with connect(store) as connection, pytest.raises(SettingsError, match=said):
        answer(connection, question, **options)  # type: ignore[arg-type]


def test_a_query_that_does_not_work_is_the_users_error(store: Store, tmp_path: Path) -> None:
    with connect(store) as connection, pytest.raises(SettingsError, match="nowhere"):
        ask(connection, "select * from nowhere")
    with pytest.raises(StoreError, match="holds no audit"), connect(Store(tmp_path)):
        pass


def test_two_audits_are_compared(tmp_path: Path) -> None:
    source = tmp_path / "archive.jsonl"
    old = audited(tmp_path / "old", archive(source, 6))[0]
    lines = source.read_text(encoding="utf-8").splitlines()
    edited = json.loads(lines[1])
    edited["text"] += "\nThis one berry cures cancer for good.\n"
    lines[1] = json.dumps(edited)
    del lines[5]
    source.write_text("\n".join([*lines, json.dumps(record(9))]) + "\n", encoding="utf-8")
    new = audited(tmp_path / "new", source)[0]

    names, rows = changes(old, new)
    assert names == ["rule", "severity", "new", "gone", "changed", "same"]
    assert rows[0] == ("(articles)", None, 1, 1, 1, 4)
    _, details = details_of(old, new)
    identities = {(row[0], row[2]) for row in details}
    assert ("gone", "a0005") in identities
    assert ("new", "a0009") in identities
    assert not any(row[2] in ("a0000", "a0002") for row in details)
    assert sum(row[2] + row[3] for row in rows[1:]) == len(details)
    assert not details_of(new, new)[1]


def test_articles_are_paired_though_files_are_renamed_and_lines_move(tmp_path: Path) -> None:
    """Without ids a record is known by its line: what comes before it must not matter."""
    written = [{k: v for k, v in record(each).items() if k != "id"} for each in range(6)]
    (tmp_path / "2025.jsonl").write_text(
        "".join(json.dumps(each) + "\n" for each in written), encoding="utf-8"
    )
    old = audited(tmp_path / "old", tmp_path / "2025.jsonl")[0]
    edited = {
        **written[2],
        "text": written[2]["text"] + "\nThis one berry cures cancer for good.\n",
    }
    after = [record(8), *written[:2], edited, *written[3:5], written[0]]
    (tmp_path / "2026.jsonl").write_text(
        "".join(json.dumps(each) + "\n" for each in after), encoding="utf-8"
    )
    new = audited(tmp_path / "new", tmp_path / "2026.jsonl")[0]
    _, rows = changes(old, new)
    # Five stay, one of them edited; one is gone; one is new, and one is there twice.
    assert rows[0][2:] == (2, 1, 1, 4)
    again = audited(tmp_path / "again", tmp_path / "2026.jsonl")[0]
    assert changes(new, again)[1][0][2:] == (0, 0, 0, 7)


def test_a_sample_is_stratified_and_the_same_for_a_seed(store: Store) -> None:
    drawn = draw(store, 25, seed=1)
    assert drawn == draw(store, 25, seed=1)
    assert drawn != draw(store, 25, seed=2)
    with connect(store) as connection:
        _, strata = ask(
            connection, "select distinct rule, severity from found where duplicate_of is null"
        )
    assert len({(row[2], row[3]) for row in drawn}) == min(25, len(strata))


def test_verdicts_come_back_as_precision(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    stream = io.StringIO()
    write_sample(draw(store, 20, seed=1), stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    for number, row in enumerate(rows):
        row["rule"] = "AA001"
        row["verdict"] = "Right " if number < 16 else "wrong"
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows([*rows, {**rows[0], "finding": "99", "verdict": ""}])
    names, (row, total, left) = precision(path)
    assert names == ["rule", "reviewed", "right", "precision", "low", "high"]
    # Wilson's interval of 16 in 20, by hand: centre 0.7516, half-width 0.1678.
    assert row[:4] == ("AA001", 20, 16, 0.8)
    assert row[4:] == pytest.approx((0.5840, 0.9193), abs=1e-4)
    assert total[0] == "all reviewed"
    assert left[0] == "(1 not reviewed)"


def test_reviewers_are_heard_together_whatever_their_spreadsheets_write(tmp_path: Path) -> None:
    head, one, two = "article{0}finding{0}rule{0}note{0}verdict\n", tmp_path / "1", tmp_path / "2"
    row = "{1}{0}1{0}AD001{0}café{0}{2}\n"
    one.write_bytes(
        "".join(
            [head.format(","), *(row.format(",", n, "right") for n in (1, 2, 3, 4))]
        ).encode()
    )  # fmt: skip
    two.write_bytes(
        "\ufeff".encode() + head.format(";").encode() + row.format(";", 1, "right").encode()
        + row.format(";", 2, "wrong").encode() + row.format(";", 5, "wrong").encode()
    )  # fmt: skip
    _, rows = precision(one, two)
    # 1, 3 and 4 right, 5 wrong; of 2 they are of two minds.
    assert rows[0][:4] == ("AD001", 4, 3, 0.75)
    assert rows[-1][0] == "(1 disputed, left out)"
    three = tmp_path / "3"
    three.write_bytes((head.format("\t") + row.format("\t", 2, "wrong")).encode("cp1252"))
    assert precision(one, two, three)[1][0][:4] == ("AD001", 5, 3, 0.6)


def test_a_wrong_verdict_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_text("rule,verdict\nAD001,right\nAD001,mabye\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"sample.csv:3: verdict 'mabye' is not right or wrong"):
        precision(path)
    path.write_text("rule,note\nAD001,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no column verdict"):
        precision(path)


def test_no_cell_is_a_formula() -> None:
    stream = io.StringIO()
    write_sample([("=1+1", 2)], stream)
    assert stream.getvalue().splitlines()[1].startswith("'=1+1,2")
