"""What harvest tests ask for: a server that behaves as services do, and the ground to harvest on."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.harvest.outside import Outside
from broadsheet.harvest.run import Ground
from broadsheet.lib.clock import Clock
from broadsheet.lib.http.answer import Rule
from broadsheet.settings import Settings
from broadsheet.store.database import Database
from upstream import Upstream

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
# As services are treated, in a hurry: no pause, and little patience.
QUICK = Rule(interval=0.0, attempts=3, backoff=0.02, connect=2.0, silence=1.0, deadline=3.0)

MakeGround = Callable[..., Ground]


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """A server on loopback that stands for every host that a test answers for."""
    # It speaks plain HTTP. To read the certificates of this machine takes each door longer than most tests last.
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    with Upstream() as server:
        yield server


@pytest.fixture
def make_ground(upstream: Upstream, tmp_path: Path) -> MakeGround:
    """Gives the ground for a harvest that is led to `upstream`; answers must be set before it is made."""

    def make(
        database: Database,
        *,
        clock: Clock = lambda: NOON,
        rule: Rule = QUICK,
        stop: threading.Event | None = None,
        **settings: object,
    ) -> Ground:
        hosts = {address.removeprefix("https://"): rule for address in upstream.routes}
        outside = Outside(contact="alice@example.org", stop=stop, routes=upstream.routes, rules=hosts)
        return Ground(database, Settings(home=tmp_path, **settings), clock, outside)  # type: ignore[arg-type]

    return make
