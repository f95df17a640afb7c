"""What changed between two audits.

Articles are paired by what they have in common, the surest first: archives are renamed and moved,
lines are inserted, addresses change. Findings of a pair are the same if their fingerprints are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from healthlint.audit.questions import Answer, ask, attach, connect
from healthlint.audit.store import Store

# Equal keys are paired in the order of the articles; each article once.
_KEYS = (
    "path, id, copies_digest",
    "path, copies_digest",
    "path, id, title",
    "path, url",
    "id, copies_digest",
    "copies_digest",
    "url",
    "id, title",
    "path, id",
    "title",
)
_LEFT = """
select article, {key}, row_number() over (partition by {key} order by article) as turn
from {side}_articles where article not in (select {side} from pairs) and {known}
"""
_PAIRED = """
insert into pairs select o.article, n.article from ({old}) o join ({new}) n using ({key}, turn)
"""
_CHANGED = """
create temp view changed as
with was as (
    select f.*, a.path, a.id, p.new as pair from old_findings f
    join old_articles a using (article) left join pairs p on p.old = f.article),
now as (
    select f.*, a.path, a.id from new_findings f join new_articles a using (article))
select coalesce(n.path, o.path) as path, coalesce(n.id, o.id) as id,
       coalesce(o.rule, n.rule) as rule, coalesce(n.severity, o.severity) as severity,
       case when o.fingerprint is null then 'new' when n.fingerprint is null then 'gone'
            when o.severity <> n.severity then 'regraded' else 'same' end as change,
       coalesce(n.message, o.message) as message, coalesce(n.line, o.line) as line
from was o full join now n
  on o.pair = n.article and o.rule = n.rule and o.fingerprint = n.fingerprint
"""
_ARTICLES = """
select '(articles)' as rule, null as severity,
       (select count(*) from new_articles) - count(*) as new,
       (select count(*) from old_articles) - count(*) as gone,
       count(*) filter (o.digest <> n.digest) as changed,
       count(*) filter (o.digest = n.digest) as same
from pairs join old_articles o on o.article = pairs.old join new_articles n on n.article = pairs.new
"""
_BY_RULE = """
select rule, severity, count(*) filter (change = 'new') as new,
       count(*) filter (change = 'gone') as gone,
       count(*) filter (change = 'regraded') as changed,
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
        ask(connection, "create temp table pairs (old bigint, new bigint)")
        for key in _KEYS:
            known = " and ".join(f"{name} is not null" for name in key.split(", "))
            left = {side: _LEFT.format(side=side, key=key, known=known) for side in ("old", "new")}
            ask(connection, _PAIRED.format(key=key, **left))
        ask(connection, _CHANGED)
        yield connection


def changes(old: Store, new: Store) -> Answer:
    """Articles, then findings by rule and severity: new, gone, changed, the same.

    A changed article was edited; a changed finding has another severity.
    """
    with _both(old, new) as connection:
        names, articles = ask(connection, _ARTICLES)
        return names, [*articles, *ask(connection, _BY_RULE)[1]]


def details_of(old: Store, new: Store) -> Answer:
    """Every finding that came, went, or has another severity."""
    with _both(old, new) as connection:
        return ask(connection, _DETAILS)
