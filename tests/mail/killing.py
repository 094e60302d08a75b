"""Send letters with a process that is killed again and again, and count what the server took."""

import multiprocessing
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sending_process import send_all

from broadsheet.store import outbox
from broadsheet.store.database import open_database
from mail_fixtures import MORNING, MailServer, letter

_GIVEN_UP = 120.0  # seconds without a mail


@dataclass(frozen=True)
class Killed:
    """What became of a send: letters that nobody got, letters that came more than once, and those that changed."""

    letters: int
    kills: int
    lost: int
    twice: int
    changed: int
    seconds: float
    states: dict[str, int]


def send_and_kill(
    url: str, server: MailServer, folder: Path, *, letters: int, kills: int, size: int = 2_000, forget: bool = False
) -> Killed:
    """Send so many letters, and kill the sender at so many random moments on the way; then let it come to its end.

    With `forget` its journals are thrown away after each kill, as if there were none.
    """
    database = open_database(url)
    with database.write() as connection:
        for number in range(letters):
            assert outbox.put(connection, letter(number, size=size), MORNING)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sending_process"])
    dice = random.Random(1)
    begun = time.perf_counter()
    # Each moment is a number of mails that have arrived, and a fraction of the time that one takes.
    for point in sorted(dice.sample(range(letters // 50, letters - letters // 50), kills)):
        process = context.Process(target=send_all, args=(url, server.address, str(folder)))
        process.start()
        _wait_for(server, point)
        time.sleep(dice.uniform(0, 0.008))
        assert process.is_alive(), "it came to its end before it was killed"
        process.kill()
        process.join()
        if forget:
            shutil.rmtree(folder, ignore_errors=True)
    send_all(url, server.address, str(folder))
    seconds = time.perf_counter() - begun
    taken = server.taken()
    times = Counter(one["id"] for one in taken)
    contents = {(one["id"], one["digest"]) for one in taken}
    with database.read() as connection:
        states = outbox.count(connection)
    database.close()
    return Killed(
        letters=letters,
        kills=kills,
        lost=letters - len(times),
        twice=len(taken) - len(times),
        changed=len(contents) - len(times),
        seconds=seconds,
        states=states,
    )


def _wait_for(server: MailServer, count: int) -> None:
    with server.record.open("rb") as record:
        seen, last = 0, time.monotonic()
        while seen < count:
            if more := record.read().count(b"\n"):
                seen, last = seen + more, time.monotonic()
            assert time.monotonic() - last < _GIVEN_UP, "the sender stands still"
            time.sleep(0.0005)
