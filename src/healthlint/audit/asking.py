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


@dataclass(frozen=True)
class Question:
    """SQL with its help; ``{by}`` is a column, ``$1`` the limit, ``$2`` the claim."""

    help: str
    sql: str
    takes: str = ""


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
            "the commonest faults; with --by: by section, author, year, source or genre",
            """select {by}rule, name, severity, count(*) as findings,
                   count(distinct article) as articles
            from found group by all order by {order}findings desc, rule, severity limit $1""",
            "by",
        ),
        "coverage": Question(
            "conditions by how badly articles mainly about them cover them",
            """with about as (select article, unnest(topics) as condition from articles
                   where duplicate_of is null),
                gaps as (select article, topic, count(*) as missing,
                   count(*) filter (severity = 'critical') as critical
                   from findings where rule like 'OM%' group by all)
            select condition, count(*) as articles,
                   round(avg(coalesce(missing, 0)), 2) as missing_each,
                   round(avg((coalesce(g.critical, 0) > 0)::int), 3) as with_critical_gap
            from about a left join gaps g on g.article = a.article and g.topic = a.condition
            group by condition order by with_critical_gap desc, missing_each desc, articles desc,
                   condition limit $1""",
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
            where rule in ('UC002', 'AD001') and (list_contains(facts, $2)
                   or contains(lower(array_to_string(facts, ' ') || ' ' || message), lower($2)))
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
    limit: int = 20,
    by: str | None = None,
    claim: str | None = None,
) -> Answer:
    """The answer to a ready question. Raises ``SettingsError`` for what it does not take."""
    if question not in QUESTIONS:
        raise SettingsError(f"{question!r} is not a question; use {', '.join(QUESTIONS)}")
    asked = QUESTIONS[question]
    if by is not None and (asked.takes != "by" or by not in GROUPS):
        raise SettingsError(f"--by: {by!r} is not accepted; use faults --by {', '.join(GROUPS)}")
    if (claim is None) == (asked.takes == "claim"):
        raise SettingsError("--claim goes with repeats, and repeats needs it")
    group = f"{by}, " if by else ""
    sql = asked.sql.replace("{by}", group).replace("{order}", "")
    return ask(connection, sql, [limit, claim] if claim is not None else [limit])
