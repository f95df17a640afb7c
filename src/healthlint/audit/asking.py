"""The ready questions: what an auditor asks of every archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import duckdb

from healthlint.audit.questions import Answer, ask
from healthlint.errors import SettingsError

GROUPS = ("section", "author", "year", "source", "genre")
# Faults weigh as their severity does; a page that is no article to judge is left out.
_WEIGHT = "critical * 25 + major * 5 + minor"


EACH = 5  # faults shown of a group
SHOWN = 20  # rows, and groups


@dataclass(frozen=True)
class Question:
    """SQL with its help; ``$1`` is the limit."""

    help: str
    sql: str
    takes: str = ""


# Every group with its size, the largest first and the unnamed last; of each its commonest faults.
_GROUPED = """
with members as (select article, {value} as grouped from articles),
sized as (
    select grouped, count(*) as size,
           row_number() over (order by grouped is null, count(*) desc, grouped) as place
    from members group by grouped),
counted as (
    select grouped, rule, name, severity, count(*) as findings, count(distinct article) as articles
    from findings join members using (article) group by all),
ranked as (
    select c.*, size, place, row_number() over (
        partition by place order by articles desc, findings desc, rule, severity) as turn
    from counted c join sized s on s.grouped is not distinct from c.grouped where place <= $2)
select grouped as {by}, rule, name, severity, findings, articles, size as "of",
       round(articles / size, 3) as share
from ranked where turn <= $1 order by place, turn
"""
# By the lower end of Wilson's interval: one bad article of one says less than twenty of thirty.
_COVERAGE = """
with about as (select article, unnest(topics) as condition from articles
       where duplicate_of is null),
lacking as (
    select a.condition, a.article, f.severity, f.facts
    from about a join findings f on f.article = a.article and f.topic = a.condition
    where f.rule like 'OM%'),
gaps as (
    select condition, article, count(*) as missing, bool_or(severity = 'critical') as critical
    from lacking group by all),
named as (
    select condition, fact, count(distinct article) as articles
    from (select condition, article, unnest(facts) as fact from lacking) group by all),
most as (
    select condition, fact from named
    qualify row_number() over (partition by condition order by articles desc, fact) = 1),
shares as (
    select a.condition, count(*) as n, avg(coalesce(missing, 0)) as missing,
           avg(coalesce(critical, false)::int) as p
    from about a left join gaps g on g.article = a.article and g.condition = a.condition
    group by all)
select condition, n as articles, round(missing, 2) as missing_each,
       round(p, 3) as with_critical_gap,
       round(greatest(0, (p + 1.9208 / n - 1.96 * sqrt(p * (1 - p) / n + 0.9604 / (n * n)))
             / (1 + 3.8416 / n)), 3) as at_least,
       fact as most_missed
from shares left join most using (condition)
order by at_least desc, missing_each desc, articles desc, condition limit $1
"""
_CLAIMED = "lower(concat_ws(' ', array_to_string(facts, ' '), message, words))"

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "worst": Question(
            "the worst articles, copies left out",
            f"""select article, path, id, title, critical, major, minor, completeness, trust,
                   language, {_WEIGHT} as weight
            from articles where duplicate_of is null and genre <> 'not-health'
            order by weight desc, article limit $1""",
        ),
        "faults": Question(
            "the commonest faults; with --by those of each section, author, year, source or genre",
            """select rule, name, severity, count(*) as findings,
                   count(distinct article) as articles
            from found group by all order by findings desc, rule, severity limit $1""",
            "by",
        ),
        "coverage": Question(
            "conditions by how badly articles mainly about them cover them", _COVERAGE
        ),
        "false-claims": Question(
            "known false claims and harmful advice, by how many articles repeat them",
            """select unnest(facts) as claim, rule, count(distinct article) as articles,
                   count(distinct article) filter (duplicate_of is null) as originals,
                   min(message) as message
            from found where rule in ('UC002', 'AD001') group by claim, rule
            order by articles desc, claim limit $1""",
        ),
        "repeats": Question(
            "the articles that repeat a claim: --claim FACT, or words of it",
            """select article, path, id, title, line, words, facts, duplicate_of from found
            where rule in ('UC002', 'AD001') and {claimed}
            order by article, finding limit $1""",
            "claim",
        ),
        "copies": Question(
            "articles that others resemble, by how many do",
            """select d.duplicate_of as article, a.path, a.id, a.title, count(*) as copies,
                   round(avg(d.similarity), 3) as similarity
            from duplicates d join articles a on a.article = d.duplicate_of
            group by all order by copies desc, article limit $1""",
        ),
        "errors": Question(
            "articles that failed, and why",
            "select article, path, id, error from errors order by article limit $1",
        ),
    }
)


def answer(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    *,
    limit: int | None = None,
    by: str | None = None,
    claim: str | None = None,
    groups: int = SHOWN,
) -> Answer:
    """The answer to a ready question; ``limit`` is of rows, or of each group's with ``by``.

    Raises ``SettingsError`` for what the question does not take.
    """
    if question not in QUESTIONS:
        raise SettingsError(f"{question!r} is not a question; use {', '.join(QUESTIONS)}")
    asked = QUESTIONS[question]
    if by is not None and (asked.takes != "by" or by not in GROUPS):
        raise SettingsError(f"--by: {by!r} is not accepted; use faults --by {', '.join(GROUPS)}")
    if (claim is None) == (asked.takes == "claim"):
        raise SettingsError("--claim goes with repeats, and repeats needs it")
    if by is not None:
        # An article of two authors is one of each.
        many = "unnest(if(len(authors) = 0, [null], authors))"
        sql = _GROUPED.format(by=by, value=many if by == "author" else by)
        return ask(connection, sql, [limit or EACH, groups])
    if claim is None:
        return ask(connection, asked.sql, [limit or SHOWN])
    words = claim.lower().split()
    if not words:
        raise SettingsError("--claim: names no claim")
    said = " and ".join(f"contains({_CLAIMED}, ${n + 2})" for n in range(len(words)))
    return ask(connection, asked.sql.replace("{claimed}", said), [limit or SHOWN, *words])
