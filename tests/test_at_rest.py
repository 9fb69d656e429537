"""A test that ends waits for the requests it began and lets no later one in."""

import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

from tests.at_rest import Gate


def ask(gate: Gate, answer) -> tuple[list[str], object]:
    said: list[str] = []
    at_gate = gate.before(answer)
    return said, at_gate(WSGIHandler(), {}, lambda status, headers: said.append(status))


def test_a_late_request_is_turned_away_before_it_touches_a_row():
    gate, reached = Gate(), []

    assert gate.close(seconds=0)
    said, response = ask(gate, lambda *_: reached.append(1))

    assert (said, response, reached) == (["503 Service Unavailable"], [], [])
    gate.open()
    _, response = ask(gate, lambda *_: HttpResponse("vào"))
    assert b"".join(response).decode() == "vào"


def test_a_request_inside_is_waited_for_until_its_response_is_closed():
    gate, done = Gate(), []
    _, response = ask(gate, lambda *_: HttpResponse("chậm"))

    assert not gate.close(seconds=0)
    closing = threading.Timer(0.05, lambda: (done.append(1), response.close()))
    closing.start()

    assert gate.close() and done
    closing.join()


def test_a_request_that_fails_has_left_too():
    gate = Gate()

    def fail(*_):
        raise ValueError("hỏng")

    with pytest.raises(ValueError, match="hỏng"):
        ask(gate, fail)

    assert gate.close(seconds=0)
