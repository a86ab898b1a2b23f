"""Kills at random moments of a busy day, for `bench/faults.py`: our service, and a usual bot killed likewise."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from simulator.server import Simulator
from simulator.telegram.models import ANY_TOKEN, Telegram
from tests.system.books import Books
from tests.system.busy_day import BusyDay, for_a_busy_day
from tests.system.killer import Blow, Killer, blows
from tests.system.patience import until
from tests.system.phone import Phone
from tests.system.residents import Life, names
from tests.system.village import Village, with_two_services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SEED, RESIDENTS, CALLERS = 7, 6, 8
PAUSE = (2.0, 5.0)
"""Seconds between two texts of a caller, who waits for no answer: fewer than thirty a minute."""
ONE_WAY = 0.05
"""Seconds between the village and Telegram."""
_QUIET_SECONDS = 6.0
_TEXT = "/bantuan"


def far_away(app: "WSGIApplication") -> "WSGIApplication":
    """Put the Bot API as far away as it is from a village."""

    def delayed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        if not asked.startswith("/bot") or asked.endswith("/getUpdates"):
            return app(environ, start_response)
        time.sleep(ONE_WAY)
        answer = app(environ, start_response)
        time.sleep(ONE_WAY)
        return answer

    return delayed


@dataclass(frozen=True, slots=True)
class Day:
    """Texts that callers wrote, how many were lost, how many answers too many; and the books of all other requests."""

    texts: int
    lost: int
    repeated: int
    books: Books


class UsualBot:
    """`telebot_bot.py` as a process, in a Telegram of its own."""

    def __init__(self, url: str, log: Path) -> None:
        self._command = [sys.executable, str(Path(__file__).with_name("telebot_bot.py")), url, ANY_TOKEN]
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it begins to ask."""
        already = self._opened()
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(self._command, stdout=output, stderr=output)  # noqa: S603 - our own script
        until(lambda: self._opened() > already, "the usual bot is open", 60)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _opened(self) -> int:
        return self._log.read_text(encoding="utf-8").count("open\n") if self._log.exists() else 0


class Caller:
    """Somebody who writes to the bot now and then, whatever it answers."""

    def __init__(self, url: str, random: Random) -> None:
        self.phone = Phone(url)
        self._random = random
        self.typed = 0

    def live(self, goes_on: Callable[[], bool]) -> Life:
        """Write as long as the day goes on."""
        while goes_on():
            self.phone.type(_TEXT if self.typed else "/start")
            self.typed += 1
            next_at = time.monotonic() + self._random.uniform(*PAUSE)
            while time.monotonic() < next_at and goes_on():
                yield


def our_day(home: Path, count: int) -> Day:
    """So many kills of our service on a busy day."""
    home.mkdir()
    village = Village(home, home / "bytecode", None, with_two_services, far_away)
    try:
        village.adjust(for_a_busy_day)
        village.open()
        killer, callers = Killer(village.service, village.faults), _callers(village.url)
        day = BusyDay(village, SEED, islice(names(), RESIDENTS), ("SKU", "SKTM"))
        kept = day.during(lambda: killer.strike_all(_moments(count), _progress("ours", count)), callers)
        return Day(*_answered(village.simulator.telegram, callers, _by_chat), kept)
    finally:
        village.close()


def usual_day(home: Path, count: int) -> Day:
    """The same kills, and the same callers, for the usual bot."""
    with Simulator(token=ANY_TOKEN, watch=far_away) as simulator, ThreadPoolExecutor(1) as aside:
        usual = UsualBot(simulator.url, home / "telebot.log")
        usual.start()
        killer, callers = Killer(usual, simulator.faults), _callers(simulator.url)
        try:
            doing = aside.submit(killer.strike_all, _moments(count), _progress("telebot", count))
            lives = [caller.live(lambda: not doing.done()) for caller in callers]
            while lives:
                lives = [life for life in lives if next(life, life) is None]
                time.sleep(0.02)
            doing.result()
            _wait_for_quiet(simulator.telegram)
            return Day(*_answered(simulator.telegram, callers, _by_text), Books())
        finally:
            usual.kill()


def _moments(count: int) -> list[Blow]:
    return blows(Random(SEED), count)  # noqa: S311 - moments that can be had again


def _callers(url: str) -> list[Caller]:
    return [Caller(url, Random(SEED + number)) for number in range(CALLERS)]  # noqa: S311 - as above


def _progress(whose: str, count: int) -> Callable[[int], None]:
    def told(number: int) -> None:
        if number % 10 == 0 or number == count:
            print(f"{whose}: {number} of {count} kills", file=sys.stderr)

    return told


def _wait_for_quiet(telegram: Telegram) -> None:
    """Until the usual bot has answered what it ever will."""
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < _QUIET_SECONDS or telegram.updates.pending:
        if seen != (seen := sum(chat.version for chat in telegram.chats.values())):
            since = time.monotonic()
        time.sleep(0.1)


Judge = Callable[[int, Counter[str]], tuple[int, int]]
"""Texts typed, and answers by their words: how many were not answered, how many answers were too many."""


def _by_chat(typed: int, answers: Counter[str]) -> tuple[int, int]:
    # Our answers do not say to what they are, but in these chats there is nothing else.
    more = answers.total() - typed
    return max(0, -more), max(0, more)


def _by_text(typed: int, answers: Counter[str]) -> tuple[int, int]:
    return typed - len(answers), answers.total() - len(answers)


def _answered(telegram: Telegram, callers: list[Caller], judge: Judge) -> tuple[int, int, int]:
    found = [judge(caller.typed, _answers(telegram, caller.phone.id)) for caller in callers]
    return sum(caller.typed for caller in callers), sum(lost for lost, _ in found), sum(more for _, more in found)


def _answers(telegram: Telegram, chat_id: int) -> Counter[str]:
    messages = telegram.chats[chat_id].messages.values()
    return Counter(message.text.plain for message in messages if message.sender.is_bot)
