"""Engines behind a real server: what is sent, what comes back, and everything that goes wrong."""

import base64
import io
import logging
import ssl
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.engines import addresses
from assistant.engines.connection import Limits
from assistant.engines.faults import BusyError
from assistant.engines.protocol import Result, Turn, listened
from assistant.engines.server import ServerEngine
from assistant.errors import Cancelled, EngineError
from assistant.pipeline.frame import Frame
from tests.engines.hostile import Server
from tests.waiting import wait_for

_LIMITS = Limits(connect=5.0, first=30.0, between=30.0, whole=60.0)


FRAME = Frame(np.full((1500, 2000, 3), 90, np.uint8), "holiday.jpg")


def engine(server: Server, limits: Limits = _LIMITS, key: str = "") -> ServerEngine:
    return ServerEngine("eyes", addresses.parsed(server.url), "small-eyes", key, limits)


def heard(made: ServerEngine, *args: object) -> tuple[list[str], Result]:
    pieces: list[str] = []
    result = listened(made.describe(*(args or (FRAME,))), pieces.append)  # type: ignore[arg-type]
    return pieces, result


def refusal(made: ServerEngine) -> tuple[list[str], str]:
    """What was heard before it failed, and the sentence."""
    pieces = []
    with pytest.raises(EngineError) as failed:
        pieces.extend(made.describe(FRAME))
    message = failed.value.message
    assert message.endswith(".")
    assert message.isprintable()
    return pieces, message


def test_sentences_come_whole(server: Server) -> None:
    pieces, result = heard(engine(server))
    assert pieces == ["A dog runs on the grass.", "It has a red ball.", "The sky is blue."]
    assert result.text == " ".join(pieces)
    assert (result.engine, result.model) == ("eyes", "small-eyes")


def test_the_picture_is_sent_smaller_and_alone(server: Server) -> None:
    heard(engine(server))
    (message,) = server.messages
    assert message["model"] == "small-eyes"
    assert message["stream"] is True
    assert "holiday" not in str(message)
    url = message["messages"][-1]["content"][0]["image_url"]["url"]
    data = base64.b64decode(url.removeprefix("data:image/jpeg;base64,"))
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (1024, 768)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_is_sent_is_told_when_asked_for(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        heard(engine(server, key="sk-secret"), FRAME, "Is there a dog?")
    assert f"Sending to {server.host}: a JPEG of 1024 × 768 pixels" in caplog.text
    assert "Is there a dog?" in caplog.text
    assert "sk-secret" not in caplog.text
    assert "base64" not in caplog.text
    assert server.keys == ["Bearer sk-secret"]


def test_a_conversation_is_kept(server: Server) -> None:
    heard(engine(server), FRAME, "And the cat?", (Turn("Is there a dog?", "Yes."),))
    roles = [m["role"] for m in server.messages[0]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    _, first, answer, second = (m["content"] for m in server.messages[0]["messages"])
    assert [part["type"] for part in first] == ["image_url", "text"]
    assert (first[1]["text"], answer, second) == ("Is there a dog?", "Yes.", "And the cat?")


def test_a_server_that_does_not_stream(server: Server) -> None:
    server.habit = "whole"
    assert heard(engine(server))[0] == [
        "A dog runs on the grass.", "It has a red ball.", "The sky is blue.",
    ]  # fmt: skip


def test_models_are_listed(server: Server) -> None:
    server.models = ["a", "b\x1b[2J"]
    assert engine(server).models() == ["a", "b[2J"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "does not accept the key"),
        (403, "does not accept the key"),
        (402, "no credit left"),
        (404, "has no model small-eyes"),
        (413, "too large"),
        (400, "refuses, error 400, and says: “It is **your** fault.[2J”"),
        (500, "is out of order, error 500"),
        (503, "is out of order, error 503"),
    ],
)
def test_refusals(server: Server, status: int, told: str) -> None:
    server.refusals = [(status, {})]
    pieces, message = refusal(engine(server, key="sk-wrong"))
    assert not pieces
    assert told in message
    assert server.host in message


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_was_never_given_is_not_called_wrong(server: Server, status: int) -> None:
    server.refusals = [(status, {})]
    assert f"{server.host} wants a key" in refusal(engine(server))[1]


def test_too_often_without_a_time(server: Server) -> None:
    server.refusals = [(429, {})]
    assert refusal(engine(server))[1].endswith("Try again later.")


def test_too_often_for_long(server: Server) -> None:
    server.refusals = [(429, {"Retry-After": "40"})]
    with pytest.raises(BusyError) as failed:
        list(engine(server).describe(FRAME))
    assert failed.value.message.endswith("Try again in 40 seconds.")
    assert failed.value.wait == 40


def test_too_often_for_a_moment(server: Server) -> None:
    server.refusals = [(429, {"Retry-After": "0.1"})]
    assert heard(engine(server))[0][0] == "A dog runs on the grass."


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.refusals = [(307, {"Location": f"http://{server.host}/elsewhere"})]
    message = refusal(engine(server))[1]
    assert f"elsewhere, to {server.host}" in message
    assert "I did not do that" in message
    assert len(server.messages) == 1
    assert not server.elsewhere


@pytest.mark.parametrize(
    ("habit", "pieces", "told"),
    [
        ("cut", ["A dog runs."], "stopped in the middle of its answer"),
        ("ends_early", ["A dog runs."], "stopped in the middle of its answer"),
        ("garbage", [], "answers with something else than an answer"),
        ("page", [], "answers with something else than an answer"),
        ("zipped", [], "answers with something else than an answer"),
        ("gigabyte", [], "sent far too much at once"),
        ("comments", [], "sends far too much"),
        ("fails_inside", ["A dog runs."], "failed in the middle: “CUDA out of memory”"),
    ],
)
def test_answers_that_are_none(server: Server, habit: str, pieces: list[str], told: str) -> None:
    server.habit = habit
    said, message = refusal(engine(server))
    assert told in message
    assert said == pieces


@pytest.mark.parametrize("habit", ["same", "stutter"])
def test_the_same_for_ever_is_stopped(server: Server, habit: str) -> None:
    server.habit = habit
    pieces, message = refusal(engine(server))
    assert message.startswith("eyes says the same again and again")
    assert len(pieces) <= 5
    wait_for(server.gone.is_set)


def test_nothing_said(server: Server) -> None:
    server.pieces = ("\u200b", "***", "\n")
    assert refusal(engine(server))[1].startswith("eyes answers, but says nothing.")


def test_silence_has_an_end(server: Server) -> None:
    server.habit = "slow"
    pieces, message = refusal(engine(server, Limits(5, 30, between=0.2, whole=60)))
    assert pieces[0] == "A dog runs on the grass."
    assert "says nothing any more" in message
    wait_for(server.gone.is_set)


def test_no_answer_has_an_end(server: Server) -> None:
    server.habit = "dumb"
    assert "says nothing any more" in refusal(engine(server, Limits(5, 0.2, 0.2, 60)))[1]


def test_nobody_there() -> None:
    server = Server()
    server.server_close()
    assert refusal(engine(server))[1].startswith(f"Nothing answers at {server.host}. Start the")


def test_no_network() -> None:
    place = addresses.parsed("https://engine.invalid/v1")
    made = ServerEngine("far", place, "eyes", "", _LIMITS)
    assert refusal(made)[1].startswith("I cannot reach engine.invalid. Check the network")


def test_a_bad_certificate(server: Server, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x",
         "-keyout", key, "-out", certificate], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    place = addresses.parsed(server.url.replace("http:", "https:"))
    message = refusal(ServerEngine("eyes", place, "small-eyes", "", _LIMITS))[1]
    assert "its certificate is not valid. I sent nothing." in message
    assert not server.messages


def test_no_safe_protocol(server: Server) -> None:
    place = addresses.parsed(server.url.replace("http:", "https:"))
    made = ServerEngine("eyes", place, "small-eyes", "", _LIMITS)
    assert "speaks no safe protocol" in refusal(made)[1]


@pytest.mark.parametrize("habit", ["slow", "dumb"])
def test_stop_closes_the_connection(server: Server, habit: str) -> None:
    """Also while the server has not said a word, as when it loads a model."""
    server.habit = habit
    stopped = threading.Event()
    heard_one = threading.Event()

    def listen() -> None:
        steps = engine(server).describe(FRAME, should_stop=stopped.is_set)
        with pytest.raises(Cancelled):
            any(heard_one.set() for _ in steps)

    listener = threading.Thread(target=listen)
    listener.start()
    wait_for(heard_one.is_set if habit == "slow" else lambda: server.messages)
    stopped.set()
    listener.join()
    wait_for(server.gone.is_set)


def test_nothing_here_goes_to_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert heard(engine(server))[0]
