"""What changed between two audits.

Articles are the same if path and id are; findings if their fingerprints are, within one article.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from healthlint.audit.questions import Answer, ask, attach, connect
from healthlint.audit.store import Store

_KEYED = """
create temp view {0}keyed as
select a.path, coalesce(a.id, '') as id, f.rule, f.severity, f.fingerprint, f.message, f.line
from {0}findings f join {0}articles a using (article)
"""
_BOTH = """
create temp view changed as
select coalesce(o.path, n.path) as path, coalesce(o.id, n.id) as id,
       coalesce(o.rule, n.rule) as rule, coalesce(n.severity, o.severity) as severity,
       case when o.fingerprint is null then 'new' when n.fingerprint is null then 'gone'
            when o.severity <> n.severity then 'regraded' else 'same' end as change,
       coalesce(n.message, o.message) as message, coalesce(n.line, o.line) as line
from old_keyed o full join new_keyed n
  on o.path = n.path and o.id = n.id and o.rule = n.rule and o.fingerprint = n.fingerprint
"""
_ARTICLES = """
select '(articles)' as rule, null as severity,
       count(*) filter (o.path is null) as new, count(*) filter (n.path is null) as gone,
       count(*) filter (o.digest <> n.digest) as regraded,
       count(*) filter (o.digest = n.digest) as same
from old_articles o full join new_articles n
  on o.path = n.path and coalesce(o.id, '') = coalesce(n.id, '')
"""
_BY_RULE = """
select rule, severity, count(*) filter (change = 'new') as new,
       count(*) filter (change = 'gone') as gone,
       count(*) filter (change = 'regraded') as regraded,
       count(*) filter (change = 'same') as same
from changed group by rule, severity order by rule, severity
"""
_DETAILS = """
select change, path, id, rule, severity, line, message from changed where change <> 'same'
order by path, id, rule, line, change, message
"""


@contextmanager
def _both(old: Store, new: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(new) as connection:
        for store, prefix in ((old, "old_"), (new, "new_")):
            attach(connection, store, prefix)
            connection.execute(_KEYED.format(prefix))
        connection.execute(_BOTH)
        yield connection


def changes(old: Store, new: Store) -> Answer:
    """Articles, then findings by rule and severity: new, gone, regraded (edited), the same."""
    with _both(old, new) as connection:
        names, articles = ask(connection, _ARTICLES)
        return names, [*articles, *ask(connection, _BY_RULE)[1]]


def details_of(old: Store, new: Store) -> Answer:
    """Every finding that came, went, or has another severity."""
    with _both(old, new) as connection:
        return ask(connection, _DETAILS)
