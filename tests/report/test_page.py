"""The page: the article as its reader sees it, marked; seen through a real browser where one is."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from healthlint.finding import ArticleReport
from healthlint.report import FORMATS
from healthlint.report.page import MAX_ARTICLES
from tests.report.samples import reports, written

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1300,1000",
]


def page(some: list[ArticleReport] | None = None) -> html.HtmlElement:
    return html.document_fromstring(written(FORMATS["html"], some=some))


def words(element: etree._Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def links(tree: html.HtmlElement) -> list[str]:
    return [link for a in tree.iter("a") if (link := a.get("href"))]


def test_words_stand_as_the_reader_sees_them() -> None:
    text = words(page().find_class("text")[1])
    assert "“Everyone” says oily fish cures heart disease — naïve, isn’t it? 😀" in text
    assert "<script>alert(1)</script> is only text." in text


def test_marks_cover_exactly_the_words_found() -> None:
    marks: dict[str, str] = {}
    for mark in page().find_class("mark"):
        target = mark.get("href") or ""
        marks[target] = f"{marks.get(target, '')}{words(mark)}|"
    assert marks["#a1f3"] == "Rub the sore spot hard|Rub the sore spot hard|"
    assert marks["#a2f1"].replace("|", "") == "oily fish cures heart disease"
    assert marks["#a1f4"] == "keep rubbing until it goes away|"


def test_every_link_within_the_page_leads_somewhere() -> None:
    tree = page()
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in links(tree) if link.startswith("#")}
    assert targets <= set(ids)


def test_omissions_stand_at_their_section() -> None:
    missing = page().find_class("missing")
    assert [words(box.getprevious()) for box in missing] == [
        "Sore calf after a flight",
        "When it is a clot",
    ]


def test_page_asks_for_nothing_from_the_network() -> None:
    tree = page()
    for element in tree.iter("img", "link", "iframe", "object", "embed"):
        pytest.fail(f"{element.tag!r} in a self-contained page")
    assert not [script for script in tree.iter("script") if script.get("src")]
    assert "url(" not in written(FORMATS["html"])
    assert "@import" not in written(FORMATS["html"])


def test_source_that_is_no_web_address_is_no_link() -> None:
    report = reports()[0]
    finding = report.findings[2]
    bad = replace(finding, sources=(replace(finding.sources[0], url="javascript:alert(1)"),))
    tree = page([replace(report, findings=(bad,))])
    assert links(tree)
    assert not [link for link in links(tree) if link.startswith("javascript")]


def test_many_articles_are_counted_not_shown() -> None:
    some = [replace(reports()[0], page=None, path=f"{n}.md") for n in range(MAX_ARTICLES + 3)]
    text = written(FORMATS["html"], some=some)
    assert text.count('class="article"') == MAX_ARTICLES
    assert text.count("not shown on this page") == 3


# -- in a browser


@pytest.fixture
def browser(tmp_path: Path) -> list[str]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") or os.environ.get("HEALTHLINT_CI"):
            pytest.fail("CI must have a browser: apt-get install chromium")
        pytest.skip("no chromium here: the page was not looked at in a browser")
    return [found, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}"]


# What a person with a keyboard would do, and what they would see; the answer is the page's title.
DRIVER = """
<script>
addEventListener("load", () => {
  const seen = [];
  const press = (on, key) => on.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  const key = (k) => press(document.body, k);
  key("n"); seen.push(document.activeElement.id);
  key("n"); seen.push(document.activeElement.id);
  key("p"); seen.push(document.activeElement.id);
  document.querySelector('.mark[href="#a1f3"]').click(); seen.push(document.activeElement.id);
  press(document.activeElement, "Enter");
  seen.push(document.activeElement.getAttribute("href"));
  document.getElementById("show-critical").click();
  seen.push([...document.querySelectorAll(".finding.critical")].every((f) => !f.offsetParent));
  const text = document.querySelector(".text").getBoundingClientRect();
  const side = document.querySelector(".findings").getBoundingClientRect();
  seen.push(text.right <= side.left, document.documentElement.scrollWidth <= innerWidth);
  seen.push(performance.getEntriesByType("resource").length);
  document.documentElement.setAttribute("data-seen", JSON.stringify(seen));
});
</script></body>
"""


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_keyboard_and_layout_in_a_browser(browser: list[str], tmp_path: Path) -> None:
    import json

    path = tmp_path / "page.html"
    text = written(FORMATS["html"]).replace("</body>\n", DRIVER)
    path.write_text(text, encoding="utf-8")
    shown = html.document_fromstring(run([*browser, "--dump-dom", path.as_uri()]))
    seen = json.loads(shown.get("data-seen") or "[]")
    assert seen == ["a1f2", "a1f3", "a1f2", "a1f3", "#a1f3", True, True, True, 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_in_a_browser(browser: list[str], tmp_path: Path, scheme: str) -> None:
    path, picture = tmp_path / "page.html", tmp_path / "page.png"
    path.write_text(written(FORMATS["html"]), encoding="utf-8")
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    run([*browser, *dark, f"--screenshot={picture}", path.as_uri()])
    # The picture, drawn by the browser itself on a canvas, tells its colours.
    data = base64.b64encode(picture.read_bytes()).decode()
    probe = tmp_path / "probe.html"
    probe.write_text(
        f'<img src="data:image/png;base64,{data}"><script>onload = () => {{'
        "const i = document.images[0], c = document.createElement('canvas');"
        "c.width = i.naturalWidth; c.height = i.naturalHeight;"
        "const g = c.getContext('2d'); g.drawImage(i, 0, 0);"
        "const d = g.getImageData(0, 0, c.width, c.height).data, s = new Set(); let sum = 0;"
        "for (let n = 0; n < d.length; n += 4) { sum += d[n] + d[n+1] + d[n+2];"
        "s.add(d[n] << 16 | d[n+1] << 8 | d[n+2]); }"
        "document.documentElement.setAttribute('data-mean', Math.round(sum / d.length * 4 / 3));"
        "document.documentElement.setAttribute('data-colours', s.size); };</script>".replace(
            "{ sum", "{ sum"
        ),
        encoding="utf-8",
    )
    shown = html.document_fromstring(run([*browser, "--dump-dom", probe.as_uri()]))
    mean, colours = (int(shown.get(f"data-{name}") or 0) for name in ("mean", "colours"))
    assert colours > 50, "a blank page"
    assert mean > 200 if scheme == "light" else mean < 80
