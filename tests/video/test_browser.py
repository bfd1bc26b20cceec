"""The track in a real browser: Chromium's own reader, through the TextTrack API."""

import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.video.cues import Cue
from assistant.video.webvtt import webvtt
from tests.video.made import film, sample, still

_PROGRAM = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
_LIMIT_S = 100

_PAGE = """<!doctype html><video muted>
<track kind="descriptions" srclang="en" src="film.vtt"></video><script>
const video = document.querySelector("video"), track = video.querySelector("track");
const cues = () => [...track.track.cues];
const post = told => fetch("told", {method: "POST", body: JSON.stringify(told)});
const at = seconds => new Promise(done => {
  video.onseeked = () => setTimeout(() => done([...track.track.activeCues].map(c => c.id)), 300);
  video.currentTime = seconds;
});
const loaded = new Promise(done => { track.onload = done; });
const ready = new Promise(done => { video.oncanplay = done; });
track.onerror = video.onerror = () => post({error: "not loaded"});
track.track.mode = "hidden";
// As a blob it can be searched; this server gives no parts of files.
fetch("film.webm").then(r => r.blob()).then(b => { video.src = URL.createObjectURL(b); });
Promise.all([loaded, ready]).then(async () => post({
  kind: track.track.kind,
  cues: cues().map(c => [c.id, c.startTime, c.endTime, c.getCueAsHTML().textContent]),
  markup: cues().map(c => c.getCueAsHTML().childElementCount),
  active: [await at(0.5), await at(1.5), await at(3.2)],
}));
</script>"""


class _Server(ThreadingHTTPServer):
    """Gives the files it has, and keeps what the page tells."""

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.told = None
        self.answered = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = self.server.files.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()
        self.server.answered.set()

    def log_message(self, *_):
        pass


def _shown(files, folder):
    """What the page says in a browser that has just been started."""
    server = _Server(files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = [_PROGRAM, "--headless=new", "--disable-gpu", "--no-first-run", "--mute-audio"]
    line += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    line += [f"--user-data-dir={folder}", f"http://127.0.0.1:{server.server_port}/"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    browser = subprocess.Popen(line, **quiet)
    try:
        assert server.answered.wait(_LIMIT_S), "the browser did not answer"
    finally:
        browser.terminate()
        browser.wait()
        server.shutdown()
        server.server_close()
    return server.told


@pytest.mark.timeout(120)
@pytest.mark.skipif(_PROGRAM is None, reason="Chromium is not installed")
def test_a_browser_finds_every_cue_with_its_time_and_its_words(tmp_path):
    hostile = "A sign: “<b>--> &amp; 00:00</b>”"
    cues = [Cue(1, 2, "Two people at a table.", True), Cue(3, 3.5, hostile, True)]
    path = film(tmp_path / "a.webm", still(sample("dog"), 4), codec="libvpx")
    told = _shown(
        {
            "/": ("text/html; charset=utf-8", _PAGE.encode()),
            "/film.webm": ("video/webm", path.read_bytes()),
            "/film.vtt": ("text/vtt; charset=utf-8", webvtt(cues).encode()),
        },
        tmp_path / "browser",
    )
    assert told == {
        "kind": "descriptions",
        "cues": [["1", 1, 2, "Two people at a table."], ["2", 3, 3.5, hostile]],
        "markup": [0, 0],
        "active": [[], ["1"], ["2"]],
    }
