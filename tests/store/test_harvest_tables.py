"""The tables that harvests use: growth of counts, who is due, what may be spent, what is kept."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from broadsheet.lib.process import is_gone, name_holder
from broadsheet.model.paper import Link, Paper
from broadsheet.store import budgets, harvests, kept_answers, leases, lookups, papers, plans, signals
from broadsheet.store.database import Database
from broadsheet.store.kept_answers import KeptAnswer
from broadsheet.store.plans import Plan
from broadsheet.store.signals import Signal

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CODE = Link("code", "https://github.com/alice/gan", "huggingface")
GAN = Paper(1, "arxiv:1701.07875", "Wasserstein GAN", arxiv_id="1701.07875", day=date(2017, 1, 26), links=(CODE,))
NEW = Paper(2, "arxiv:2611.00001", "Attention once more", arxiv_id="2611.00001", day=date(2026, 11, 19))
BOOK = Paper(3, "bs:abc", "A book", day=date(2026, 11, 20))


@pytest.fixture
def library(any_database: Database) -> Database:
    with any_database.write() as connection:
        papers.write(connection, [GAN, NEW, BOOK], {one.key: [one.id] for one in (GAN, NEW, BOOK)})
    return any_database


def due(library: Database, at: datetime = NOON, **wanted: object) -> list[int]:
    with library.read() as connection:
        return [one.key for one in lookups.due(connection, "openalex", at, limit=10, **wanted)]  # type: ignore[arg-type]


def test_new_papers_are_asked_about_first(library: Database) -> None:
    assert due(library) == [NEW.key, GAN.key]


def test_what_was_asked_about_is_due_again_the_sooner_the_younger_it_is(library: Database) -> None:
    with library.write() as connection:
        lookups.note(connection, "openalex", NOON, found=[NEW.key], unknown=[GAN.key])
    assert due(library) == []
    assert due(library, NOON + timedelta(days=2)) == [NEW.key]
    assert due(library, NOON + timedelta(days=61)) == [GAN.key, NEW.key]


def test_only_papers_that_link_to_code_are_due_there(library: Database) -> None:
    assert due(library, linking=lookups.CODE_ON_GITHUB) == [GAN.key]
    with library.read() as connection:
        (found,) = lookups.due(connection, "github", NOON, limit=5, linking=lookups.CODE_ON_GITHUB)
    assert found.code == ("https://github.com/alice/gan",)


def test_growth_over_any_window_can_be_told(library: Database) -> None:
    with library.write() as connection:
        for day, value in enumerate((1, 4, 9)):
            signals.add(connection, [Signal(1, "stars", "github", value, NOON + timedelta(days=day))])
    with library.read() as connection:
        now = signals.latest(connection, [1])
        before = signals.latest(connection, [1], until=NOON + timedelta(days=1))
    assert (now[0].value, before[0].value) == (9, 4)


def test_a_budget_is_spent_to_its_end_and_no_further(library: Database) -> None:
    with library.write() as connection:
        assert [budgets.spend(connection, "openalex", "2026-11-20", 40, 100) for _ in range(3)] == [True, True, False]
        assert budgets.spent(connection, "openalex", "2026-11-20") == 80
        assert budgets.spend(connection, "openalex", "2026-11-21", 100, 100)


def test_an_answer_is_kept_in_place_of_the_one_before(library: Database) -> None:
    url = "https://papers.example/"
    with library.write() as connection:
        kept_answers.keep(connection, KeptAnswer(url, '"1"', "", 0, {"etag": '"1"'}, b"one"))
        kept_answers.keep(connection, KeptAnswer(url, '"2"', "", 5, {"etag": '"2"'}, b"two"))
        assert kept_answers.find(connection, url) == KeptAnswer(url, '"2"', "", 5, {"etag": '"2"'}, b"two")
        assert kept_answers.find(connection, "https://other.example/") is None


def test_a_plan_is_kept_and_changed(library: Database) -> None:
    with library.write() as connection:
        plans.put(connection, Plan("arxiv", True, ("cs.LG",), date(2026, 11, 1)), NOON)
        plans.put(connection, Plan("arxiv", False, ("cs", "math-ph")), NOON)
        assert plans.get(connection, "arxiv") == Plan("arxiv", False, ("cs", "math-ph"))
        assert plans.every(connection) == [Plan("arxiv", False, ("cs", "math-ph"))]
        assert plans.get(connection, "openalex") is None


def test_cursors_are_kept_by_scope(library: Database) -> None:
    with library.write() as connection:
        harvests.write_cursor(connection, "arxiv", "arXivRaw cs", {"from": "2026-11-19"}, NOON)
        harvests.write_cursor(connection, "arxiv", "arXivRaw cs", {"from": "2026-11-20"}, NOON)
        assert harvests.read_cursor(connection, "arxiv", "arXivRaw cs") == {"from": "2026-11-20"}
        assert harvests.read_cursor(connection, "arxiv", "arXiv cs") is None
        assert harvests.forget_cursors(connection, "arxiv") == 1


def test_the_last_run_of_every_source_is_found(library: Database) -> None:
    with library.write() as connection:
        for source in ("arxiv", "github", "arxiv"):
            run = harvests.begin_run(connection, source, NOON, {})
        harvests.write_run(connection, run, {"new": 3}, verdict="fine", ended=NOON)
        last = harvests.last_runs(connection)
    assert [(one.source, one.id, one.verdict) for one in last] == [("arxiv", run, "fine"), ("github", run - 1, "")]


def test_a_lease_is_held_by_one(library: Database) -> None:
    alice, bob = name_holder(), name_holder()
    with library.write() as connection:
        assert leases.claim(connection, "harvest arxiv", alice, 60)
        assert not leases.claim(connection, "harvest arxiv", bob, 60)
        assert leases.renew(connection, "harvest arxiv", alice, 60)
        leases.release(connection, "harvest arxiv", alice)
        assert leases.claim(connection, "harvest arxiv", bob, 0)
        assert leases.claim(connection, "harvest arxiv", alice, 60)
        assert not leases.renew(connection, "harvest arxiv", bob, 60)


def test_the_lease_of_a_dead_process_is_free(library: Database) -> None:
    host = name_holder().split("/")[0]
    dead = f"{host}/{2**22 + 5}/1.00/abc"
    with library.write() as connection:
        assert leases.claim(connection, "harvest arxiv", dead, 3_600)
        assert leases.claim(connection, "harvest arxiv", name_holder(), 60)


def test_a_process_is_told_from_its_namesake() -> None:
    mine = name_holder()
    host, pid, _, random = mine.split("/")
    assert not is_gone(mine)
    assert is_gone(f"{host}/{pid}/1.00/{random}")
    assert not is_gone(f"elsewhere/{pid}/1.00/{random}")
    assert not is_gone("nonsense")


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="needs a Linux")
def test_a_process_lives_on_when_the_clock_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = name_holder()
    # The kernel reckons the time of the boot back from the clock.
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() or entry.name in ("self", "meminfo", "cpuinfo"):
            (tmp_path / entry.name).symlink_to(entry)
    lines = Path("/proc/stat").read_text().splitlines()
    moved = [f"btime {int(line.split()[1]) + 3_600}" if line.startswith("btime") else line for line in lines]
    (tmp_path / "stat").write_text("\n".join(moved))
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path))
    assert not is_gone(mine)
