"""The server under the simulator: every fault with its effect, the journal, the control endpoint, start and stop."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httplib2
import pytest
import requests
from telebot import TeleBot, apihelper
from telebot.apihelper import ApiHTTPException, ApiTelegramException
from werkzeug import Request, Response
from werkzeug.routing import Rule

from simulator.dispatch import Application
from simulator.faults import Faults
from simulator.journal import Journal
from simulator.server import Simulator
from simulator.telegram.models import ANY_TOKEN
from simulator.wire import Server

SEND = "/bot/sendMessage"
get = partial(requests.get, timeout=10)
post = partial(requests.post, timeout=10)


class Desk:
    """A running simulator with one person in it, and a hand on its switches."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.url = simulator.url
        self.control("POST", "reset")
        self.chat: int = post(f"{self.url}/_sim/telegram/people", json={"first_name": "Sari"}).json()["id"]
        post(f"{self.url}/_sim/telegram/chats/{self.chat}/text", json={"text": "/start"})

    def control(self, method: str, target: str, /, **body: Any) -> Any:
        answer = requests.request(method, f"{self.url}/_sim/{target}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def arm(self, kind: str, path: str = SEND, **settings: Any) -> None:
        self.control("POST", "faults", path=path, kind=kind, **settings)

    def send(self, text: str = "Halo") -> requests.Response:
        return post(f"{self.url}/bot{ANY_TOKEN}/sendMessage", json={"chat_id": self.chat, "text": text})

    def texts(self) -> list[str]:
        view = get(f"{self.url}/_sim/telegram/chats/{self.chat}/messages").json()
        return [message["plain"] for message in view["messages"] if message["from_bot"]]

    def held(self) -> list[str]:
        return [held["path"] for held in self.control("GET", "faults")["held"]]

    def dying_client(self, text: str = "Halo") -> socket.socket:
        """Send a request whose client will be closed, as the kernel closes a killed process's connections."""
        wire = socket.create_connection(("127.0.0.1", int(self.url.rsplit(":", 1)[1])))
        target = f"/bot{ANY_TOKEN}/sendMessage?chat_id={self.chat}&text={text}"
        wire.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        wait_until(lambda: self.held() == [SEND])
        return wire


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def desk(simulator: Simulator) -> Desk:
    return Desk(simulator)


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


# --- refusals without effect ---


def test_429_tells_how_long_to_wait(desk: Desk) -> None:
    """Telegram's 429 carries retry_after in its parameters; nothing was sent."""
    desk.arm("429", retry_after=7)
    answer = desk.send()
    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert desk.texts() == []


def test_429_of_google_is_in_googles_words(desk: Desk) -> None:
    """On every other path the quota error has Google's envelope."""
    desk.arm("429", path="/v4/*")
    answer = get(f"{desk.url}/v4/spreadsheets/x/values/A1")
    assert (answer.status_code, answer.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")


@pytest.mark.parametrize(
    ("kind", "settings", "status"), [("500", {}, 500), ("500", {"status": 503}, 503), ("401", {}, 401)]
)
def test_refusals_have_no_effect(desk: Desk, kind: str, settings: dict[str, int], status: int) -> None:
    """A refused call answers in the API's envelope and sends nothing."""
    desk.arm(kind, **settings)
    answer = desk.send()
    assert (answer.status_code, answer.json()["error_code"]) == (status, status)
    assert desk.texts() == []


def test_502_is_a_page(desk: Desk) -> None:
    """A proxy's error is HTML, which a client must not take for JSON."""
    desk.arm("502")
    answer = desk.send()
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    assert desk.texts() == []


def test_telebot_hears_the_faults(desk: Desk) -> None:
    """The real client finds the wait in a 429 and raises its own error at a proxy's page."""
    apihelper.API_URL = desk.url + "/bot{0}/{1}"
    bot = TeleBot(ANY_TOKEN, threaded=False)
    desk.arm("429", retry_after=7)
    desk.arm("502")
    try:
        with pytest.raises(ApiTelegramException) as caught:
            bot.send_message(desk.chat, "Halo")
        assert caught.value.result_json["parameters"]["retry_after"] == 7
        with pytest.raises(ApiHTTPException):
            bot.send_message(desk.chat, "Halo")
    finally:
        apihelper._get_req_session().close()
        apihelper.API_URL = None


# --- lost connections ---


def test_drop_before_has_no_effect(desk: Desk) -> None:
    """The connection closes and nothing was sent."""
    desk.arm("drop_before")
    with pytest.raises(requests.ConnectionError):
        desk.send()
    assert desk.texts() == []


def test_drop_after_has_its_effect(desk: Desk) -> None:
    """The message is in the chat although the client never hears of it."""
    desk.arm("drop_after")
    with pytest.raises(requests.ConnectionError):
        desk.send()
    assert desk.texts() == ["Halo"]


def test_delay_is_an_answer_that_comes_late(desk: Desk) -> None:
    """The call succeeds after the wait."""
    desk.arm("delay", seconds=0.3)
    began = time.monotonic()
    assert desk.send().ok
    assert time.monotonic() - began > 0.3
    assert desk.texts() == ["Halo"]


# --- held requests ---


def test_hold_before_waits_without_effect(desk: Desk, background: ThreadPoolExecutor) -> None:
    """A held request is seen, has done nothing, and does it when released."""
    desk.arm("hold_before")
    answer: Future[requests.Response] = background.submit(desk.send)
    wait_until(lambda: desk.held() == [SEND])
    assert desk.texts() == []
    assert not answer.done()
    desk.control("POST", "faults/release")
    assert answer.result(3).ok
    assert desk.texts() == ["Halo"]
    assert desk.held() == []


def test_hold_after_waits_with_effect(desk: Desk, background: ThreadPoolExecutor) -> None:
    """A request held after its effect has done it, and answers when released."""
    desk.arm("hold_after")
    answer: Future[requests.Response] = background.submit(desk.send)
    wait_until(lambda: desk.held() == [SEND])
    assert desk.texts() == ["Halo"]
    assert not answer.done()
    desk.control("POST", "faults/release")
    assert answer.result(3).ok


def test_client_killed_while_held_before_changes_nothing(desk: Desk) -> None:
    """The request of a client that died before the effect never happens."""
    desk.arm("hold_before")
    desk.dying_client().close()
    wait_until(lambda: desk.held() == [])
    assert desk.texts() == []


def test_client_killed_while_held_after_leaves_its_effect(desk: Desk) -> None:
    """What was done before the client died stays done."""
    desk.arm("hold_after")
    desk.dying_client().close()
    wait_until(lambda: desk.held() == [])
    assert desk.texts() == ["Halo"]


def test_disarming_releases_what_is_held(desk: Desk, background: ThreadPoolExecutor) -> None:
    """DELETE forgets what was armed and lets held requests go on."""
    desk.arm("hold_before")
    desk.arm("500")
    answer: Future[requests.Response] = background.submit(desk.send)
    wait_until(lambda: desk.held() == [SEND])
    desk.control("DELETE", "faults")
    assert answer.result(3).ok
    assert desk.send().ok
    assert desk.control("GET", "faults") == {"armed": [], "held": []}


def test_hold_ends_by_itself(desk: Desk) -> None:
    """A hold that nobody releases ends at its limit, and the request goes on."""
    assert desk.simulator.faults.hold(SEND, "hold_before", lambda: False, limit=0.1)


# --- which requests are struck ---


def test_times_counts_the_struck_requests(desk: Desk) -> None:
    """A fault strikes as often as it was told to."""
    desk.arm("500", times=2)
    assert [desk.send().status_code for _ in range(3)] == [500, 500, 200]


@pytest.mark.parametrize("word", ["skip", "after"])
def test_skip_lets_requests_pass_first(desk: Desk, word: str) -> None:
    """The first matching requests pass unharmed."""
    desk.arm("500", **{word: 2})
    assert [desk.send().status_code for _ in range(4)] == [200, 200, 500, 200]


@pytest.mark.parametrize("path", ["/bot/sendMessage", "/bot/send", "/bot/send*", "*Message"])
def test_path_matches_by_prefix_or_pattern(desk: Desk, path: str) -> None:
    """A prefix or an fnmatch pattern picks the requests, and leaves others alone."""
    desk.arm("500", path=path)
    assert get(f"{desk.url}/bot{ANY_TOKEN}/getMe").ok
    assert desk.send().status_code == 500


def test_faults_strike_in_the_order_of_arming(desk: Desk) -> None:
    """Two faults on one path make a sequence."""
    desk.arm("429")
    desk.arm("500")
    assert [desk.send().status_code for _ in range(3)] == [429, 500, 200]


def test_control_and_page_are_never_struck(desk: Desk) -> None:
    """A fault for every path leaves the switches themselves alone."""
    desk.arm("500", path="*", times=9)
    assert desk.control("GET", "faults")["armed"][0]["times"] == 9
    assert get(f"{desk.url}/favicon.ico").status_code == 204


@pytest.mark.parametrize(
    "wish",
    [
        {"path": SEND, "kind": "explode"},
        {"path": SEND},
        {"kind": "500"},
        {"path": SEND, "kind": "500", "colour": "red"},
        {"path": SEND, "kind": "500", "skip": "two"},
        {"path": SEND, "kind": "500", "times": "3"},
    ],
)
def test_wrong_wishes_are_refused(desk: Desk, wish: dict[str, str]) -> None:
    """A misspelt fault is refused, so that no test passes because its fault never was."""
    answer = post(f"{desk.url}/_sim/faults", json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert desk.control("GET", "faults")["armed"] == []


# --- journal and reset ---


def test_journal_tells_what_happened(desk: Desk) -> None:
    """Each request is an entry with bytes, status and fault; a dropped one has status 0."""
    desk.control("DELETE", "journal")
    desk.arm("drop_before")
    with pytest.raises(requests.ConnectionError):
        desk.send()
    desk.send("x" * 1000)
    get(f"{desk.url}/v9/unheard")
    journal = desk.control("GET", "journal")
    dropped, sent, unknown = journal["entries"]
    assert (dropped["status"], dropped["fault"], dropped["bytes_out"]) == (0, "drop_before", 0)
    assert (sent["method"], sent["path"], sent["status"]) == ("POST", SEND, 200)
    assert sent["bytes_in"] > 1000
    assert "fault" not in sent
    assert (unknown["unknown"], unknown["status"]) == (True, 404)
    assert journal["totals"][SEND]["count"] == 2
    later = requests.get(f"{desk.url}/_sim/journal", params={"since": sent["n"]}, timeout=10).json()
    assert [entry["n"] for entry in later["entries"]] == [unknown["n"]]


def test_unknown_paths_are_refused_in_their_own_words(desk: Desk) -> None:
    """A path that nobody knows gets the envelope of the API it would belong to."""
    telegram = get(f"{desk.url}/bot{ANY_TOKEN}/getStars")
    google = get(f"{desk.url}/v9/unheard")
    control = get(f"{desk.url}/_sim/unheard")
    assert telegram.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert google.json() == {"error": {"code": 404, "message": "Not Found", "status": "NOT_FOUND"}}
    assert (control.status_code, control.json()) == (404, {"error": "Not Found"})


def test_failure_of_the_simulator_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """An endpoint that fails answers 500, is logged, and is marked in the journal."""

    def fail(_request: Request) -> Response:
        raise RuntimeError("broken on purpose")

    journal = Journal()
    server = Server(Application([Rule("/broken", endpoint=fail)], journal, Faults()))
    server.start()
    try:
        assert get(f"{server.url}/broken").status_code == 500
    finally:
        server.stop()
    assert [entry["crashed"] for entry in journal.entries()] == [True]
    assert "broken on purpose" in caplog.text


def test_reset_forgets_everything(desk: Desk) -> None:
    """A reset empties both worlds, the switches and the journal."""
    desk.arm("500", times=5)
    desk.send()
    desk.control("POST", "reset")
    state = desk.control("GET", "state")
    assert set(state) == {"telegram", "google"}
    assert state["telegram"]["chats"] == []
    assert desk.control("GET", "faults")["armed"] == []
    assert desk.control("GET", "journal") == {"entries": [], "totals": {}}


# --- the server itself ---


def test_httplib2_keeps_its_connection(desk: Desk) -> None:
    """The HTTP library under Google's client sends several requests, with bodies, over one connection."""
    client = httplib2.Http(timeout=10)
    connections = set()
    for number in range(3):
        head, body = client.request(
            f"{desk.url}/bot{ANY_TOKEN}/sendMessage",
            "POST",
            f'{{"chat_id": {desk.chat}, "text": "{number}"}}',
            {"Content-Type": "application/json"},
        )
        assert (head.status, b'"ok": true' in body) == (200, True)
        connections |= {connection.sock.getsockname() for connection in client.connections.values()}
    client.close()
    assert len(connections) == 1
    assert desk.texts() == ["0", "1", "2"]


def test_client_that_dies_while_sending_changes_nothing(desk: Desk) -> None:
    """A request whose body is cut short is not carried out."""
    host, port = desk.url.removeprefix("http://").split(":")
    begun = f'{{"chat_id": {desk.chat}, "text": "Halo"}}'
    with socket.create_connection((host, int(port))) as wire:
        head = f"POST /bot{ANY_TOKEN}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        wire.sendall(f"{head}Content-Length: 900\r\n\r\n{begun}".encode())
    assert desk.send("Lain").ok
    assert desk.texts() == ["Lain"]


def test_stop_cuts_off_what_waits() -> None:
    """Stopping does not wait for a long poll or a held request."""
    with ThreadPoolExecutor(2) as pool:
        with Simulator() as simulator:
            simulator.faults.arm("/bot/getMe", "hold_before")
            waiting = [
                pool.submit(get, f"{simulator.url}/bot{ANY_TOKEN}/{call}")
                for call in ("getUpdates?timeout=30", "getMe")
            ]
            wait_until(lambda: bool(simulator.faults.state()["held"]))
            began = time.monotonic()
        assert time.monotonic() - began < 1
        for future in waiting:
            assert isinstance(future.exception(3), requests.ConnectionError)


def test_taken_port_is_an_error(desk: Desk) -> None:
    """A port that somebody else serves is refused when the simulator is made."""
    with pytest.raises(OSError) as caught:  # noqa: PT011 - told by its number, the words are the system's
        Simulator(int(desk.url.rsplit(":", 1)[1]))
    assert caught.value.errno == errno.EADDRINUSE


def test_server_runs_as_a_program() -> None:
    """`python -m simulator.server` prints its URL, serves, and ends quietly on SIGTERM."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator.server"],
        cwd=root,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert get(f"{url}/bot{ANY_TOKEN}/getMe").json()["result"]["is_bot"]
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
