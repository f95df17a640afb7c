"""Build the wheel, install it far from the checkout, and check an article with it.

Run by ``make wheel``: a wheel without its data folders would pass every test that runs from the
checkout. The new environment borrows this one's installed dependencies, so that nothing is
downloaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = (
    "# Chest pain and what to do\n\n"
    "Stop taking your blood thinner once you feel better. " + "Chest pain can come from the heart, "
    "the lungs or the muscles of the chest wall, and it is worth knowing the difference. "
    * 3
    + "\n"
)


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command], text=True, capture_output=True, **options
    )
    if result.returncode not in (0, 1):
        sys.exit(f"{command}: exit code {result.returncode}\n{result.stdout}{result.stderr}")
    return result


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        far = Path(name)
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", far / "dist", ROOT)
        (wheel,) = (far / "dist").glob("*.whl")
        venv.create(far / "env", with_pip=True)
        python = far / "env" / "bin" / "python"
        run(python, "-m", "pip", "install", "--no-deps", "--no-index", wheel)
        site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout
        # Dependencies come from this environment; the package itself must not.
        (Path(site.strip()) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
        article = far / "article.md"
        article.write_text(ARTICLE, encoding="utf-8")
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        where = run(python, "-c", "import healthlint; print(healthlint.__file__)", cwd=far).stdout
        if str(far) not in where:
            sys.exit(f"the wheel's package was not the one imported: {where}")
        script = far / "env" / "bin" / "healthlint"
        result = run(script, "check", "--format", "json", article, cwd=far, env=clean)
        report = json.loads(result.stdout)
        rules = {finding["rule"] for finding in report["articles"][0]["findings"]}
        if "AD001" not in rules or not report["reference"]["entries"]:
            sys.exit(f"the installed wheel found {sorted(rules)} in an article with harmful advice")
        print(f"wheel {wheel.name}: installed away from the checkout, finds {sorted(rules)}")


if __name__ == "__main__":
    main()
