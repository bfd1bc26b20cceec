"""Who stops listening to an engine inside Glimpse is free at once; the next waits for the last."""

import threading
from collections.abc import Callable

import pytest

from assistant.engines.writing import AnswerDesk, Over
from assistant.errors import Cancelled, EngineError, never
from tests.waiting import wait_for

Put, IsOver = Callable[[str], None], Callable[[], bool]


def test_leaving_does_not_wait_for_a_network_that_looks() -> None:
    desk, looking, may_end, ended = AnswerDesk("eyes"), threading.Event(), threading.Event(), []

    def looks(_put: Put, is_over: IsOver) -> None:
        looking.set()
        may_end.wait()
        assert is_over()
        ended.append("first")
        raise Over

    with pytest.raises(Cancelled):
        list(desk.listened(looks, looking.is_set))
    assert not ended
    told = []
    second = threading.Thread(
        target=lambda: told.extend(desk.listened(lambda put, _: put("second"), never))
    )
    second.start()
    with pytest.raises(Cancelled):  # waiting for the first one can be left, too
        list(desk.listened(lambda put, _: put("third"), lambda: True))
    assert not told
    may_end.set()
    wait_for(lambda: told == ["second"])
    second.join()
    assert ended == ["first"]


def test_what_goes_wrong_is_one_sentence() -> None:
    def fails(put: Put, _: IsOver) -> None:
        put("A dog ")
        raise IndexError("index out of range")

    heard = []
    with pytest.raises(EngineError, match=r"^eyes has failed\. The log says why\.$"):
        heard.extend(AnswerDesk("eyes").listened(fails, never))
    pieces = AnswerDesk("eyes").listened(fails, never)
    assert next(pieces) == "A dog "
    pieces.close()  # type: ignore[attr-defined]
