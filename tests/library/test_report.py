"""Reports: harmless in a spreadsheet, whole as JSON, and a page that is accessible."""

import csv
import io
import json
import os
import shutil
import subprocess
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest

from assistant.errors import AssistantError
from assistant.library import AltTexts, Outcome, OutcomeKind, report
from tests.library.made import TEXTS, picture
from tests.waiting import SECONDS

BAD = AltTexts(
    alt="=1+1", caption="<script>alert(1)</script>", description='"><img src=x onerror=alert(1)>',
    keywords=("+x",), text=("@SUM(A1)",),
)  # fmt: skip


def outcomes(folder):
    names = ["a b.jpg", "ü#?%.jpg", "c:d.jpg", "x/s/e.jpg", "y/s/f.jpg", "g.jpg"]
    texts = [TEXTS, BAD, TEXTS, TEXTS, AltTexts(guess="I may be wrong: a cat."), None]
    kinds = [
        OutcomeKind.SHOWN,
        OutcomeKind.SHOWN,
        OutcomeKind.KEPT,
        OutcomeKind.SHOWN,
        OutcomeKind.UNSURE,
        OutcomeKind.FAILED,
    ]
    made = [
        Outcome(str(folder / n), k, i, t, note="It is damaged." if t is None else "")
        for i, (n, t, k) in enumerate(zip(names, texts, kinds, strict=True))
    ]
    made[2] = Outcome(made[2].path, OutcomeKind.KEPT, 2, TEXTS, alt_by_person="Anna")
    for one in made[:5]:
        picture(Path(one.path), "JPEG")
    return made


def test_spreadsheets_find_no_formula(tmp_path):
    target = tmp_path / "r.csv"
    report.write("csv", outcomes(tmp_path), target)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["alt_text"] for row in rows] == [TEXTS.alt, "'=1+1", "Anna", TEXTS.alt, "", ""]
    assert rows[2]["alt_text_by"] == "person"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
    assert rows[0]["text"] == "Café\n50 % off"


def test_names_that_are_no_text_survive(tmp_path):
    odd = [Outcome(os.fsdecode(b"/x/\xff\n.jpg"), OutcomeKind.SHOWN, 0, TEXTS)]
    for kind in ("csv", "json", "html"):
        report.write(kind, odd, tmp_path / f"r.{kind}")
    whole = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert whole["pictures"][0]["file"] == "/x/\udcff\n.jpg"
    assert whole["pictures"][0]["alt_text"] == TEXTS.alt


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def test_the_page_shows_the_pictures_and_runs_nothing(tmp_path):
    report.write("html", outcomes(tmp_path), tmp_path / "r.html")
    page = _Page()
    page.feed((tmp_path / "r.html").read_text(encoding="utf-8"))
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(images) == 5
    assert all((tmp_path / unquote(image["src"])).exists() for image in images)
    assert [image["alt"] for image in images][:3] == [TEXTS.alt, "=1+1", "Anna"]
    assert all(image["alt"] for image in images)
    assert not [tag for tag, attributes in page.tags if tag == "script" or "onerror" in attributes]
    assert [tag for tag, _ in page.tags if tag in ("h1", "main", "header", "footer", "nav")]
    assert ("html", {"lang": "en"}) in page.tags


def test_a_report_that_cannot_be_saved_is_told(tmp_path):
    with pytest.raises(AssistantError, match="cannot be written: No such file"):
        report.write("csv", [], tmp_path / "missing" / "r.csv")


_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_AXE = find_spec(
    "axe_playwright_python"
)  # its wheel carries axe-core; playwright itself is not used
_RUN = """<script>
addEventListener("load", () => axe.run(document).then(result => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify(result.violations.map(v => [v.id, v.nodes.length]));
  document.body.append(told);
}));
</script>"""


@pytest.mark.skipif(not _BROWSER, reason="there is no Chromium (Debian: chromium)")
@pytest.mark.skipif(not _AXE, reason="there is no axe-core (axe-playwright-python)")
def test_the_page_passes_axe_in_a_real_browser(tmp_path):
    report.write("html", outcomes(tmp_path), tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    shutil.copyfile(Path(_AXE.origin).with_name("axe.min.js"), tmp_path / "axe.js")
    checked = page.replace("</body>", f'<script src="axe.js"></script>{_RUN}</body>')
    (tmp_path / "checked.html").write_text(checked, encoding="utf-8")
    command = [
        _BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path / 'browser'}", "--dump-dom",
        (tmp_path / "checked.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    dom = done.stdout
    assert '<pre id="told">' in dom
    assert dom.partition('<pre id="told">')[2].partition("</pre>")[0] == "[]"
