"""The page of an audit: made from aggregates and a capped sample, so it never grows with the
archive; one file, no network.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from healthlint.audit import plots
from healthlint.audit.asking import answer
from healthlint.audit.questions import Answer, ask, connect
from healthlint.audit.store import Store
from healthlint.errors import InputError

SHOWN = 200  # articles in the table
EACH = 10  # findings shown of one
_AROUND = 280  # characters of context
_WEIGHT = "critical * 25 + major * 5 + minor"
_TOTALS = """
select count(*) as articles, coalesce(sum(words), 0)::bigint as words,
       coalesce(sum(findings), 0)::bigint as findings,
       coalesce(sum(critical), 0)::bigint as critical, coalesce(sum(major), 0)::bigint as major,
       coalesce(sum(minor), 0)::bigint as minor, coalesce(sum(info), 0)::bigint as info,
       count(duplicate_of) as copies,
       count(*) filter (critical > 0) as with_critical,
       (select count(*) from errors) as errors
from articles
"""
_DIALS = """
unpivot (select completeness as "medical completeness and safety", trust,
                language as "language and presentation" from articles)
on * into name dial value level
"""
_SHARES = "select dial, level, count(*) as articles from levels group by all"
_RULES = """
with top as (select rule, count(*) as n from findings group by rule order by n desc, rule limit 15)
select rule || ' ' || name as rule, severity, count(*) as findings
from findings join top using (rule) group by all order by any_value(n) desc, rule, severity
"""
_GRAVE = """
select rule || ' ' || name as rule, severity, count(*) as findings from findings
where severity = 'critical' group by all order by findings desc, rule limit 12
"""
# How the groups differ: shares and means, since they differ in size too.
_GROUPS = """
with members as (select unnest({value}) as grouped, * from articles),
danger as (
    select grouped, f.rule || ' ' || f.name as fault, count(*) as n
    from members join findings f using (article) where f.severity = 'critical'
    group by 1, 2
    qualify row_number() over (partition by grouped order by count(*) desc, fault) = 1)
select m.grouped as "{name}", count(*) as articles, avg((critical > 0)::int) as share_with_critical,
       round(avg(major), 1) as major_each, round(avg(minor), 1) as minor_each,
       any_value(g.fault) as commonest_critical_fault
from members m left join danger g using (grouped) where m.grouped is not null
group by 1 order by articles desc, 1 limit 12
"""
_GROUPED_BY = (
    ("section", "Sections", "[section]"),
    ("source", "Sources", "[source]"),
    ("author", "Authors", "authors"),
)
_SPREAD = """
select bin as findings, count(article) as articles from range(0, 31) bins(bin)
left join articles on least(findings, 30) = bin group by bin order by bin
"""
_QUEST = """
select bin as quest, count(article) as articles from range(0, 29) bins(bin)
left join articles on quest = bin group by bin order by bin
"""
_GENRES = "select genre, count(*) as articles from articles group by 1 order by 2 desc, 1"
_TREND = """
with dated as (select {period} as period, count(*) as articles, sum(critical) as critical,
       sum(major) as major, sum(minor) as minor from articles
       where try_cast(date[:10] as date) is not null group by 1),
    last as (select * from dated order by period desc limit {limit})
unpivot (select period, critical / articles as critical, major / articles as major,
       minor / articles as minor from last)
on critical, major, minor into name severity value each order by period, severity
"""
_WORST = f"""
select article, path, id, title, section, source, author, date, genre, words, findings, critical,
       major, minor, info, completeness, trust, language, duplicate_of,
       {_WEIGHT} as weight
from articles order by weight desc, article limit {SHOWN}
"""
_GRADE = "array_position(['critical', 'major', 'minor', 'info'], severity)"
_FINDINGS = f"""
select article, rule, name, severity, message, line, words, heading, context, suggestion, topic
from findings where article in (select unnest($1::bigint[]))
qualify row_number() over (partition by article order by {_GRADE}, finding) <= {EACH}
order by article, {_GRADE}, finding
"""
Values = list[dict[str, Any]]


def write_page(store: Store, path: Path) -> None:
    """Write the page. Raises ``StoreError`` and ``InputError``."""
    html = page_of(store)
    writing = path.with_name(f".writing-{path.name}")
    try:
        writing.write_text(html, encoding="utf-8")
        writing.replace(path)
    except OSError as error:
        writing.unlink(missing_ok=True)
        raise InputError(f"{path}: {error.strerror or error}") from None


def page_of(store: Store) -> str:
    """The page as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("healthlint.audit"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    manifest = store.needed_manifest()
    with connect(store) as connection:
        totals = _values(connection, _TOTALS)[0]
        articles = _articles(connection)
        return environment.get_template("audit.html.j2").render(
            totals=totals,
            plots=_plots(connection),
            articles=articles,
            shown=len(articles),
            each=EACH,
            tables=_tables(connection),
            severities=plots.SEVERITIES,
            inputs=manifest["inputs"],
            version=manifest["healthlint"],
            today=manifest["settings"]["today"],
            made=datetime.date.today().isoformat(),
        )


def _values(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> Values:
    names, rows = ask(connection, sql, values)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _plots(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Every plot there are rows for, with its heading."""
    connection.execute(f"create or replace temp view levels as {_DIALS}")
    trend = _trend(connection)
    spread = _values(connection, _SPREAD)
    for row in spread:
        row["findings"] = f"{row['findings']}+" if row["findings"] == 30 else str(row["findings"])
    # In this order two columns come out about equally long.
    made = (
        ("Dials", lambda rows: plots.shares(rows), _values(connection, _SHARES)),
        ("Critical findings", lambda rows: plots.bars(rows, "rule", "findings", "findings"),
         _values(connection, _GRAVE)),
        ("Findings by date", plots.trend, trend),
        ("Kinds of page", lambda rows: plots.bars(rows, "genre", "articles", "articles"),
         _values(connection, _GENRES)),
        ("Commonest faults", lambda rows: plots.bars(rows, "rule", "findings", "findings"),
         _values(connection, _RULES)),
        ("Findings an article", lambda rows: plots.histogram(rows, "findings", "findings"),
         spread),
        ("Trust score (QUEST, of 28)", lambda rows: plots.histogram(rows, "quest", "score"),
         _values(connection, _QUEST)),
    )  # fmt: skip
    return [{"title": title, "svg": draw(rows)} for title, draw, rows in made if rows]


def _trend(connection: duckdb.DuckDBPyConnection) -> Values:
    """By month where there are several, over at most three years; else by year."""
    months = _values(connection, _TREND.format(period="date[:7]", limit=36))
    years = _values(connection, _TREND.format(period="date[:4]", limit=40))
    many_years = len({row["period"] for row in years}) > 3
    chosen = years if many_years else months
    return chosen if len({row["period"] for row in chosen}) > 1 else []


def _tables(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    titles = {
        "coverage": "Conditions by how badly they are covered",
        "false-claims": "False claims and harmful advice",
    }
    found = [_table(title, q, answer(connection, q, limit=12)) for q, title in titles.items()]
    for name, title, value in _GROUPED_BY:
        names, rows = ask(connection, _GROUPS.format(name=name, value=value))
        if len(rows) > 1:
            found.append(_table(title, f"faults --by {name}", (names, rows)))
    for question, title in (("copies", "Articles with most copies"),
                            ("errors", "Articles that failed")):  # fmt: skip
        found.append(_table(title, question, answer(connection, question, limit=12)))
    return [table for table in found if table["rows"]]


def _table(title: str, question: str, found: Answer) -> dict[str, Any]:
    names, rows = found
    kept = [place for place, name in enumerate(names) if name not in _LEFT_OUT]
    return {
        "title": title,
        "ask": question,
        "names": [names[place].replace("_", " ") for place in kept],
        "numbers": [any(isinstance(row[place], (int, float)) for row in rows) for place in kept],
        "rows": [[_shown(row[place], names[place]) for place in kept] for row in rows],
    }


_LEFT_OUT = ("at_least",)  # what rows are ordered by, and what only a query needs
_SHARES_OF = ("with_critical_gap", "share_with_critical", "similarity")


def _shown(value: Any, name: str) -> str:
    if value is None:
        return ""
    if name in _SHARES_OF:
        return f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _articles(connection: duckdb.DuckDBPyConnection) -> Values:
    """The worst articles with their findings."""
    articles = _values(connection, _WORST)
    by_number = {article["article"]: article for article in articles}
    for article in articles:
        article["list"] = []
    for finding in _values(connection, _FINDINGS, [list(by_number)]):
        finding["pieces"] = _pieces(finding["context"], finding["words"])
        by_number[finding["article"]]["list"].append(finding)
    return articles


def _pieces(context: str | None, words: str | None) -> tuple[str, str, str] | None:
    """The context cut in three, so that the words in it can be marked."""
    if not context:
        return None
    # Folding changes typography only; where it hides the words, the context stands unmarked.
    place = context.find(words) if words else -1
    if place < 0 or not words:
        return _cut(context, _AROUND), "", ""
    after = context[place + len(words) :]
    return _cut(context[:place], -_AROUND // 2), _cut(words, _AROUND), _cut(after, _AROUND // 2)


def _cut(text: str, most: int) -> str:
    """The first (of a negative number: the last) characters, with an ellipsis if any are lost."""
    if len(text) <= abs(most):
        return text
    return text[:most] + "…" if most > 0 else "…" + text[most:]
