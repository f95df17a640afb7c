"""The page of an audit, opened in a browser where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from healthlint.audit.dashboard import EACH, SHOWN, page_of
from tests.audit.archive import archive, audited, record

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--virtual-time-budget=3000",
)  # fmt: skip
# What a reader does, played by the page itself: search, open the first article, sort.
_PLAY = """<script>
const type = words => { search.value = words; search.dispatchEvent(new Event("input")); };
type("no such words anywhere");
const none = bodies.filter(b => !b.hidden).length;
type("heartburn");
const some = bodies.filter(b => !b.hidden).length;
type("");
const first = document.querySelector(".open");
first.click();
const open = !document.getElementById(first.getAttribute("aria-controls")).hidden;
document.querySelector("th[data-key=words] button").click();
const counts = [...table.tBodies].map(b => Number(b.dataset.words));
const sorted = counts.every((n, i) => !i || counts[i - 1] >= n);
const wide = document.documentElement.scrollWidth > innerWidth;
document.title = JSON.stringify({none, some, all: bodies.length, open, sorted, wide});
</script>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    source = archive(folder / "archive.jsonl", 25)
    with open(source, "a", encoding="utf-8") as file:
        import json

        hostile = {**record(3), "id": "h", "title": "<script>alert(1)</script>"}
        file.write(json.dumps(hostile) + "\nbroken\n")
    return page_of(audited(folder / "out", source)[0])


def test_the_page_needs_no_network_and_stays_small(page: str) -> None:
    assert len(page.encode()) < 2_000_000
    assert not re.search(r"<(link|img|iframe)\b|<script[^>]+src=|url\((?!#)|@import", page)
    assert "default-src 'none'" in page
    assert page.count("<svg") >= 5
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'rel="' not in page
    assert (SHOWN, EACH) <= (500, 25)


def test_groups_are_shown_side_by_side(page: str) -> None:
    """What stands out by rubric and author, with figures that sizes do not distort."""
    assert re.search(r">Sections</h2>.*>share with critical</th>.*<td>food</td>", page, re.DOTALL)
    assert "healthlint audit ask DIR faults --by section" in page
    assert ">Sources</h2>" not in page  # there is one only
    # Every link within the page leads somewhere.
    places = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places


def test_a_page_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from healthlint.audit import dashboard
    from healthlint.audit.store import Store
    from healthlint.errors import InputError

    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    def full(self: Path, text: str, **_: object) -> None:
        self.write_bytes(text[:3].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dashboard, "page_of", lambda store: "new page")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="No space left"):
        dashboard.write_page(Store(tmp_path), path)
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text(encoding="utf-8") == "old"


def test_the_page_of_an_audit_without_articles_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("broken\n", encoding="utf-8")
    page = page_of(audited(tmp_path / "out", tmp_path / "a.jsonl")[0])
    assert "Audit of 0 health articles" in page
    assert "is not JSON" in page


def test_a_reader_searches_opens_and_sorts(page: str, tmp_path: Path) -> None:
    browser = _browser()
    path = tmp_path / "page.html"
    path.write_text(page.replace("</body>", _PLAY + "</body>"), encoding="utf-8")
    shot = tmp_path / "page.png"
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    common = [browser, *_FLAGS, profile, "--window-size=1200,1600"]
    dumped = subprocess.run(
        [*common, "--dump-dom", path.as_uri()], capture_output=True, text=True, timeout=60
    )
    title = re.search(r"<title>(.*?)</title>", dumped.stdout)
    assert title, dumped.stderr[-500:]
    import json

    seen = json.loads(title.group(1))
    assert seen["none"] == 0
    assert 0 < seen["some"] < seen["all"] == 26
    assert (seen["open"], seen["sorted"], seen["wide"]) == (True, True, False)
    subprocess.run([*common, f"--screenshot={shot}", path.as_uri()], check=True, timeout=60,
                   capture_output=True)  # fmt: skip
    assert shot.stat().st_size > 40_000, "the picture is nearly empty"


def _browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a browser: apt-get install chromium")
        pytest.skip("no chromium here: the page was not looked at in a browser")
    return found
