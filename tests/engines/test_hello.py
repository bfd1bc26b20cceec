"""An engine is tried: it says hello, and sees or does not; what fails says its own sentence."""

import pytest

from assistant.engines.hello import tried
from assistant.errors import EngineError
from tests.engines.hostile import Server
from tests.engines.test_server import engine


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "content must be a string"),
        (500, "image input is not supported - you may need to provide the mmproj"),  # llama.cpp
    ],
)
def test_an_engine_that_refuses_pictures_says_hello_and_does_not_see(
    server: Server, status: int, words: str
) -> None:
    server.blind = (status, words)
    told = tried(engine(server))
    assert told.startswith("eyes answers after ")
    assert f"But it takes no pictures: {server.host} refuses, error {status}, and says: " in told
    assert words in told


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "does not accept the key"),
        (404, "has no model small-eyes now"),
        (429, "has been asked too often"),
        (503, "is out of order, error 503, and says: “It is your fault.”"),
    ],
)
def test_what_fails_while_an_engine_is_tried_says_its_own_sentence(
    server: Server, status: int, sentence: str
) -> None:
    server.blind = (status, "It is your fault.")
    with pytest.raises(EngineError) as failed:
        tried(engine(server, key="sk-wrong"))
    assert sentence in failed.value.message
    assert "takes no pictures" not in failed.value.message
