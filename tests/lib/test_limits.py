"""Limits that services tell of in the headers of their answers."""

import pytest

from broadsheet.errors import HeldOff, Refused
from broadsheet.harvest.outside import Outside
from broadsheet.lib.http.answer import Answer, Rule, retry_after
from broadsheet.store.database import Database
from harvest_fixtures import QUICK
from upstream import Asked, Reply, Upstream

HOST = "code.example"
URL = f"https://{HOST}/alice"
SPENT = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000"}


def text(answer: Answer) -> str:
    return answer.body.decode() + answer.headers.get("x-ratelimit-remaining", "")


def ask(upstream: Upstream, database: Database, rule: Rule = QUICK) -> str:
    outside = Outside(routes=upstream.routes, rules={HOST: rule})
    with outside.open(database, {}) as door:
        return door.get(URL, text)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000060"}, 60.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1799999990"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "3600"}, 3600.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "60", "retry-after": "5"}, 5.0),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "60"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-remaining": "0"}, None),
    ],
)
def test_a_spent_limit_says_when_it_begins_anew(headers: dict[str, str], wait: float | None) -> None:
    assert retry_after(headers, 1_800_000_000.0) == wait


def test_who_is_forbidden_for_a_moment_asks_again(upstream: Upstream, database: Database) -> None:
    upstream.answer(HOST, lambda asked: Reply(b"stars"))
    upstream.script = [Reply(b"slow down", 403, {"Retry-After": "0"})]
    assert ask(upstream, database) == "stars"


def test_who_is_forbidden_does_not_ask_again(upstream: Upstream, database: Database) -> None:
    upstream.answer(HOST, lambda asked: Reply(b"no", 403))
    with pytest.raises(Refused):
        ask(upstream, database)
    assert len(upstream.log) == 1


def test_a_host_that_is_held_off_for_long_is_not_waited_for(upstream: Upstream, database: Database) -> None:
    upstream.answer(HOST, lambda asked: Reply(b"", 429, SPENT))
    for message in ("17 minutes", "more minutes"):
        with pytest.raises(HeldOff, match=message) as told:
            ask(upstream, database)
        assert 900 < told.value.seconds <= 1000
    assert len(upstream.log) == 1


def test_what_an_unchanged_answer_says_of_limits_is_new(upstream: Upstream, database: Database) -> None:
    def answer(asked: Asked) -> Reply:
        again = "if-none-match" in asked.headers
        return Reply(b"stars", 304 if again else 200, {"ETag": '"1"', "X-RateLimit-Remaining": "8" if again else "9"})

    upstream.answer(HOST, answer)
    assert [ask(upstream, database), ask(upstream, database)] == ["stars9", "stars8"]


def test_answers_that_nobody_asks_for_again_are_not_kept(upstream: Upstream, database: Database) -> None:
    upstream.answer(HOST, lambda asked: Reply(b"stars", 200, {"Cache-Control": "max-age=60"}))
    rule = Rule(interval=0.0, keeps=False)
    assert [ask(upstream, database, rule), ask(upstream, database, rule)] == ["stars", "stars"]
    assert len(upstream.log) == 2
