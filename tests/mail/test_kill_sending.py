"""A send that is killed again and again loses no letter, and whoever asked for it may die at any time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from killing import Killed, Victim, send_and_kill

from broadsheet.store.database import Database
from mail_fixtures import MailServer

Kill = Callable[[Victim], Killed]


@pytest.fixture
def kill(
    any_database: Database, mail_server: Callable[..., MailServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Kill:
    """Send 200 letters and kill eight times."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    server, home = mail_server(keep=False), tmp_path / "home"

    def send(victim: Victim) -> Killed:
        ended = send_and_kill(any_database.url, server, home, victim, letters=200, kills=8)
        # One that was killed when all was noted may leave its file, until there is something to send again.
        assert len(list(home.rglob("*.accepted"))) <= 1
        return ended

    return send


@pytest.mark.timeout(300)
def test_every_letter_arrives_once_however_often_the_sender_is_killed(kill: Kill) -> None:
    ended = kill("sender")
    assert ended.kills > 0
    assert (ended.lost, ended.twice, ended.changed) == (0, 0, 0)
    assert ended.states == {"sent": ended.letters}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("victim", ["courier", "both"])
def test_every_letter_arrives_however_often_the_courier_is_killed(kill: Kill, victim: Victim) -> None:
    ended = kill(victim)
    assert ended.kills > 0
    assert (ended.lost, ended.changed) == (0, 0)
    assert ended.twice <= ended.kills  # what was on its way at that moment, on the one line to a server here
    assert ended.states == {"sent": ended.letters}
