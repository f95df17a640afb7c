"""Bylines and datelines, and the prose that resembles them."""

from __future__ import annotations

import pytest

from healthlint.document import parse_document
from healthlint.document.bylines import read_byline
from healthlint.document.dates import iso_date
from healthlint.source import Source


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("By Mara Quinn", {"author": "Mara Quinn"}),
        ("BY MARA QUINN", {"author": "MARA QUINN"}),
        ("Written by Mara Quinn, MD", {"author": "Mara Quinn, MD"}),
        (
            "By Mara Quinn, health correspondent",
            {"author": "Mara Quinn, health correspondent"},
        ),
        ("Author: The Stride Team", {"author": "The Stride Team"}),
        ("Medically reviewed by Dr Lena Osei", {"reviewer": "Dr Lena Osei"}),
        ("Reviewed by: Lena van der Berg, RN", {"reviewer": "Lena van der Berg, RN"}),
        ("Published 3 May 2024", {"published": "2024-05-03"}),
        ("Published: May 3rd, 2024 at 10:15 am GMT", {"published": "2024-05-03"}),
        ("Last updated on 2024-05-03", {"modified": "2024-05-03"}),
        ("Page last reviewed: 14 June 2025", {"reviewed": "2025-06-14"}),
        ("Next review due: 14 June 2028", {"next-review": "2028-06-14"}),
        ("Health 25/01/2026 20:29", {"published": "2026-01-25"}),
        ("Wednesday, 7 January 2026", {"published": "2026-01-07"}),
        ("01/25/2026", {"published": "2026-01-25"}),
        ("3 May 2024 · 5 min read", {"published": "2024-05-03"}),
        (
            "By Mara Quinn | Updated 4 May 2024 | 6 min read",
            {"author": "Mara Quinn", "modified": "2024-05-04"},
        ),
        ("By Mara Quinn, updated 4 May 2024", {"author": "Mara Quinn", "modified": "2024-05-04"}),
        (
            "Medically reviewed by Lena Osei, MD on 4 May 2024",
            {"reviewer": "Lena Osei, MD", "reviewed": "2024-05-04"},
        ),
        ("Mara Quinn – 3 May 2024", {"published": "2024-05-03"}),
    ],
)
def test_bylines(line: str, fields: dict[str, str]) -> None:
    byline = read_byline(line.replace("–", "-"), head=True)
    assert byline is not None
    assert byline.fields == fields


@pytest.mark.parametrize(
    "line",
    [
        "By contrast, swelling on both sides is rarely a clot.",
        "By the age of forty most knees creak",
        "By walking every day you keep the calf pump going",
        "Written by hand, the notes were hard to read.",
        "Reviewed studies found no benefit",
        "Published trials disagree",
        "Updated advice is expected in May 2027 once the trial reports.",
        "In May 2024 the ward saw forty patients.",
        "On 3 May 2024 the hospital opened a clot clinic",
        "Date palms grow in warm places",
        "Author unknown",
        "Take 1/2/3 tablets",
        "Blood pressure 120/80 on 3 visits",
        "",
    ],
)
def test_prose_is_no_byline(line: str) -> None:
    assert read_byline(line, head=True) is None


def test_a_bare_date_counts_only_at_the_head() -> None:
    assert read_byline("3 May 2024", head=True) is not None
    assert read_byline("3 May 2024", head=False) is None


def test_event_dates_are_no_publication_dates() -> None:
    text = "Clot Week\n\nThe fair was held on 3 May 2024 in the town hall, and many came to it.\n"
    assert parse_document(Source("t", text)).metadata.published is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-05-03T10:00:00+02:00", "2024-05-03"),
        ("2024-03-05", "2024-03-05"),
        ("05/03/2024", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("3. März 2024", None),
        ("Sept. 4, 2023", "2023-09-04"),
        ("May 2024", "2024-05-01"),
        ("1517634000.0", "2018-02-03"),
        ("2024-13-45", None),
        ("31/02/2024", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso
