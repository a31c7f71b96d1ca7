"""The report in a browser, where one is installed: at three widths nothing overflows, is loaded, or is logged."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

from deid.release.report import html_of

WIDTHS = (360, 768, 1280)
BROWSERS = [
    path for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (path := shutil.which(name))
]
HARNESS = """<!doctype html><title>waiting</title><pre id="found"></pre>%s<script>
const found = [];
for (const frame of document.querySelectorAll("iframe")) frame.onload = () => {
  const page = frame.contentDocument, root = page.documentElement, wide = root.clientWidth;
  const beyond = [...page.querySelectorAll("body *")].filter(one => !one.closest(".skip, .unseen, thead, svg")
    && one.getBoundingClientRect().right > wide + 1).map(one => one.tagName + "." + one.className);
  found.push({width: frame.width, overflow: root.scrollWidth - wide, beyond: beyond.slice(0, 5),
    loaded: frame.contentWindow.performance.getEntriesByType("resource").length,
    drawn: [...page.querySelectorAll("svg")].filter(one => one.getBoundingClientRect().width > 0).length});
  document.getElementById("found").textContent = JSON.stringify(found);
};
</script>"""


def look(browser: str, folder: Path, report: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    (folder / "report.html").write_text(html_of(report), encoding="utf-8")
    frames = "".join(f'<iframe src="report.html" width="{width}" height="900"></iframe>' for width in WIDTHS)
    (folder / "harness.html").write_text(HARNESS % frames)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom"]
    options += ["--enable-logging=stderr", "--window-size=1400,1000", "--virtual-time-budget=20000"]
    command = [browser, *options, f"--user-data-dir={folder / 'profile'}", (folder / "harness.html").as_uri()]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    found = re.search(r'<pre id="found">(.*?)</pre>', ended.stdout, re.DOTALL)
    assert found is not None
    return json.loads(unescape(found[1])), ended.stderr


def test_the_page_fits_loads_nothing_and_logs_nothing(runs: dict[str, Any], tmp_path: Path) -> None:
    for browser in BROWSERS[:1]:
        found, log = look(browser, tmp_path, runs["safe-harbor"].report)
        assert [int(one["width"]) for one in sorted(found, key=lambda one: int(one["width"]))] == list(WIDTHS)
        for one in found:
            assert (one["overflow"], one["beyond"], one["loaded"]) == (0, [], 0), one
            assert one["drawn"] > 5
        assert "CONSOLE" not in log
