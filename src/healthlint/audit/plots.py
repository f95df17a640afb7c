"""Plots as inline SVG, drawn by Vega-Lite when the page is written: the page needs no script for
them, and takes its colours from the page's style, light or dark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]
SEVERITIES = ("critical", "major", "minor", "info")
LEVELS = ("dangerous", "poor", "fair", "good")
# Named in the page's style; Vega is given stand-ins, which the SVG then loses.
_STAND_INS = {
    "#000001": "var(--ink)", "#000002": "var(--line)", "#000011": "var(--critical)",
    "#000012": "var(--major)", "#000013": "var(--minor)", "#000014": "var(--info)",
    "#000015": "var(--good)", "#000021": "var(--plot)",
}  # fmt: skip
_CRITICAL, _MAJOR, _MINOR, _INFO = "#000011", "#000012", "#000013", "#000014"
_GRADES = [_CRITICAL, _MAJOR, _MINOR, _INFO]
_GOOD, _PLOT = "#000015", "#000021"
_CONFIG = {
    "background": None,
    "font": "system-ui, DejaVu Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "#000001", "titleColor": "#000001", "gridColor": "#000002",
        "domainColor": "#000002", "tickColor": "#000002", "labelFontSize": 12,
        "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 230,
    },
    "legend": {
        "labelColor": "#000001", "title": None, "orient": "top", "labelFontSize": 12,
        "symbolType": "square",
    },
}  # fmt: skip


def bars(rows: Rows, label: str, value: str, title: str, width: int = 560) -> str:
    """Horizontal bars in the order given, coloured by ``severity`` where the rows have one."""
    colour: dict[str, Any] = {"value": _PLOT}
    if rows and "severity" in rows[0]:
        colour = {
            "field": "severity",
            "type": "nominal",
            "scale": {"domain": list(SEVERITIES), "range": _GRADES},
        }
        if len({row["severity"] for row in rows}) == 1:
            colour["legend"] = None
    order = list(dict.fromkeys(row[label] for row in rows))
    return _drawn(
        {
            "data": {"values": list(rows)},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "height": {"step": 21},
            "mark": {"type": "bar", "cornerRadiusEnd": 2},
            "encoding": {
                "y": {"field": label, "type": "nominal", "sort": order, "title": None},
                "x": {"field": value, "type": "quantitative", "title": title,
                      "axis": {"tickCount": 5}},
                "color": colour,
            },
        }
    )  # fmt: skip


def shares(rows: Rows, width: int = 560) -> str:
    """The share of articles at each level of each dial."""
    return _drawn(
        {
            "data": {"values": list(rows)},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "height": {"step": 34},
            "transform": [
                {"calculate": f"indexof({list(LEVELS)}, datum.level)", "as": "order"}
            ],
            "mark": "bar",
            "encoding": {
                "y": {"field": "dial", "type": "nominal", "sort": None, "title": None},
                "x": {"field": "articles", "type": "quantitative", "stack": "normalize",
                      "title": "share of articles", "axis": {"format": "%"}},
                "color": {"field": "level", "type": "nominal",
                          "scale": {"domain": list(LEVELS), "range": [*_GRADES[:3], _GOOD]}},
                "order": {"field": "order", "type": "quantitative"},
            },
        }
    )  # fmt: skip


def histogram(rows: Rows, field: str, title: str, width: int = 560) -> str:
    """Columns of counts already made: ``field`` (a bin's start) and ``articles``."""
    return _drawn(
        {
            "data": {"values": list(rows)},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "height": 190,
            "mark": {"type": "bar", "color": _PLOT, "cornerRadiusEnd": 2},
            "encoding": {
                "x": {"field": field, "type": "ordinal", "title": title, "sort": None,
                      "axis": {"labelAngle": 0, "labelOverlap": True}},
                "y": {"field": "articles", "type": "quantitative", "title": "articles",
                      "axis": {"tickCount": 5}},
            },
        }
    )  # fmt: skip


def trend(rows: Rows, width: int = 560) -> str:
    """Findings an article by period: one line a severity."""
    return _drawn(
        {
            "data": {"values": list(rows)},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "height": 190,
            "mark": {"type": "line", "point": {"size": 45}, "strokeWidth": 2},
            "encoding": {
                "x": {"field": "period", "type": "ordinal", "title": None,
                      "axis": {"labelAngle": 0, "labelOverlap": True}},
                "y": {"field": "each", "type": "quantitative", "title": "findings an article",
                      "axis": {"tickCount": 5}},
                "color": {"field": "severity", "type": "nominal",
                          "scale": {"domain": list(SEVERITIES[:3]), "range": _GRADES[:3]}},
            },
        }
    )  # fmt: skip


def _drawn(spec: dict[str, Any]) -> str:
    import vl_convert

    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    svg: str = vl_convert.vegalite_to_svg({"$schema": schema, "config": _CONFIG, **spec})
    for stand_in, name in _STAND_INS.items():
        svg = svg.replace(stand_in, name)
    # Several drawings share the page: what one clips by must not be another's.
    own = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return svg.replace('id="', f'id="p{own}-').replace("url(#", f"url(#p{own}-")
