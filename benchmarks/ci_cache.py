"""What the result cache is worth in CI: 500 articles, checked twice with nothing changed between.

``python benchmarks/ci_cache.py [ARTICLES]``. The articles are the corpus's own, with paragraphs
left out, put in another order and given a sentence of their own, so that no two are the same.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles"
PROGRAM = "from healthlint.cli import main; main()"
NEEDED = 20


def articles(folder: Path, number: int) -> None:
    """Write that many articles, the same ones every time."""
    chance = random.Random(20261122)
    originals = sorted(p for p in CORPUS.iterdir() if p.suffix in (".md", ".txt"))
    for count in range(number):
        original = originals[count % len(originals)]
        title, *body = original.read_text(encoding="utf-8").split("\n\n")
        first, second = sorted(chance.sample(range(len(body)), 2))
        body[first], body[second] = body[second], body[first]
        del body[chance.randrange(len(body))]
        body.append(f"This is page {count} of the series.")
        text = "\n\n".join([title, *body]).rstrip() + "\n"
        (folder / f"{count:04}{original.suffix}").write_text(text, encoding="utf-8")


def run(folder: Path, cache: Path, *options: str) -> tuple[float, bytes]:
    """Seconds and output of one run of the command, start of Python included."""
    command = [sys.executable, "-c", PROGRAM, "check", str(folder), "--isolated", *options]
    command += ["--format", "json", "--cache-dir", str(cache), "--exit-zero"]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - began, done.stdout


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "articles").mkdir()
        (home / "one").mkdir()
        articles(home / "articles", number)
        articles(home / "one", 1)
        # The compiled reference is another cache, and there in both runs.
        run(home / "one", home / "warm")
        first, before = run(home / "articles", home / "results")
        second, after = run(home / "articles", home / "results")
        (home / "articles" / "0000.md").write_text("# Changed\n\nAll of it.\n", encoding="utf-8")
        third, _ = run(home / "articles", home / "results")
        size = sum(p.stat().st_size for p in (home / "results").rglob("*.json"))
    ratio = first / second
    print(f"{number} articles, {os.cpu_count()} cores, processes chosen by healthlint")
    print(f"first run            {first:8.2f} s  ({1000 * first / number:.0f} ms an article)")
    print(f"nothing changed      {second:8.2f} s  ({ratio:.0f} times faster; needed {NEEDED})")
    print(f"one article changed  {third:8.2f} s")
    print(f"cache on disk        {size / 1e6:8.1f} MB")
    print(f"same bytes out       {'yes' if before == after else 'NO'}")
    return 0 if ratio >= NEEDED and before == after else 1


if __name__ == "__main__":
    raise SystemExit(main())
