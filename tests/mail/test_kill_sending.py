"""A send that is killed again and again loses no letter, and sends hardly one twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from killing import send_and_kill

from broadsheet.store.database import Database
from mail_fixtures import MailServer


@pytest.mark.timeout(300)
def test_every_letter_arrives_however_often_the_sender_is_killed(
    any_database: Database,
    mail_server: Callable[..., MailServer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    url = any_database._engine.url.render_as_string(hide_password=False)
    ended = send_and_kill(url, mail_server(keep=False), tmp_path / "journals", letters=200, kills=8)
    assert ended.lost == 0
    assert ended.states == {"sent": 200}
    # Only what was on its way at that moment, on at most four lines, may come again, and then as the same mail.
    assert ended.twice <= 8 * 4
    assert ended.changed == 0
    assert not list((tmp_path / "journals").iterdir())
