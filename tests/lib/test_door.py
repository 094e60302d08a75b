"""The one way out, against a real server that misbehaves as real ones do."""

import gzip
import logging
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import (
    BadAnswer,
    BudgetSpent,
    ForbiddenAddress,
    HeldOff,
    Refused,
    SettingsError,
    Stopped,
    TooLarge,
    Unreachable,
)
from broadsheet.lib.http.address import led_to
from broadsheet.lib.http.answer import Answer, Rule, freshness, retry_after
from broadsheet.lib.http.door import Door
from broadsheet.lib.http.guard import is_public
from broadsheet.lib.http.pace import NoPace
from harvest_fixtures import QUICK
from upstream import Asked, Reply, Upstream

HOST = "papers.example"
URL = f"https://{HOST}/list"


class Slept(list[float]):
    """Remembers how long it was told to sleep, and does not."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Memory:
    """Answers kept in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Answer, float]] = {}

    def recall(self, url: str) -> "Remembered | None":
        return Remembered(*self.kept[url]) if url in self.kept else None

    def keep(self, answer: Answer, fresh_for: float) -> None:
        self.kept[answer.url] = (replace(answer, kept=True), fresh_for)


class Remembered:
    def __init__(self, answer: Answer, fresh_for: float) -> None:
        self.answer, self.fresh = answer, fresh_for > 0


Open = Callable[..., Door]


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
def open_door(upstream: Upstream, slept: Slept) -> Iterator[Open]:
    opened: list[Door] = []

    def open_(rule: Rule = QUICK, memory: Memory | None = None) -> Door:
        upstream.answer(HOST, lambda asked: Reply(b"papers"))
        door = Door(
            pace=NoPace(), sleep=slept, contact="alice@example.org", rules={HOST: rule}, memory=memory,
            routes=upstream.routes,
        )  # fmt: skip
        opened.append(door)
        return door

    yield open_
    for door in opened:
        door.close()


def text(answer: Answer) -> str:
    return answer.body.decode()


def test_an_answer_comes_back(open_door: Open, upstream: Upstream) -> None:
    assert open_door().get(URL, text, params={"page": "2", "q": "a b&c"}) == "papers"
    (asked,) = upstream.log
    assert (asked.host, asked.path, asked.query) == (HOST, "/list", {"page": "2", "q": "a b&c"})
    assert asked.headers["user-agent"].startswith("Broadsheet/")
    assert "mailto:alice@example.org" in asked.headers["user-agent"]


def test_a_question_can_be_posted(open_door: Open, upstream: Upstream) -> None:
    open_door().post(URL, {"ids": ["a"]}, text)
    assert (upstream.log[0].method, upstream.log[0].body) == ("POST", b'{"ids":["a"]}')


def test_busy_services_are_asked_again_later(open_door: Open, upstream: Upstream, slept: Slept) -> None:
    upstream.script = [Reply(b"", 503), Reply(b"", 429)]
    door = open_door()
    assert door.get(URL, text) == "papers"
    assert (door.traffic.requests, door.traffic.retries, len(slept)) == (3, 2, 2)
    assert all(0 < seconds < 1 for seconds in slept)


def test_they_are_asked_when_they_say(open_door: Open, upstream: Upstream, slept: Slept) -> None:
    upstream.script = [Reply(b"", 503, {"Retry-After": "7"})]
    open_door().get(URL, text)
    assert slept == [7.0]


def test_a_date_to_ask_again_is_read_by_the_clock_of_the_service(
    open_door: Open, upstream: Upstream, slept: Slept
) -> None:
    theirs = datetime.now(UTC) + timedelta(days=1)  # a clock that is a day ahead
    until = format_datetime(theirs + timedelta(seconds=9), usegmt=True)

    def raw(request: BaseHTTPRequestHandler) -> None:
        date = format_datetime(theirs, usegmt=True)
        head = f"HTTP/1.1 429 Slow\r\nConnection: close\r\nDate: {date}\r\nRetry-After: {until}"
        request.wfile.write(f"{head}\r\nContent-Length: 0\r\n\r\n".encode())

    upstream.script = [Reply(raw=raw)]
    open_door().get(URL, text)
    assert slept == [9.0]


def test_a_long_wait_puts_the_harvest_off(open_door: Open, upstream: Upstream, slept: Slept) -> None:
    upstream.script = [Reply(b"", 503, {"Retry-After": "3600"})]
    with pytest.raises(HeldOff, match="60 minutes") as told:
        open_door().get(URL, text)
    assert told.value.seconds == 3600
    assert slept == []


def test_a_refusal_is_final_and_says_what_was_said(open_door: Open, upstream: Upstream) -> None:
    upstream.script = [Reply(b"No such\n paper", 404)]
    with pytest.raises(Refused, match=r"papers\.example answered 404: No such paper\.") as told:
        open_door().get(URL, text)
    assert (told.value.status, len(upstream.log)) == (404, 1)


def test_what_the_reader_cannot_use_is_asked_for_again(open_door: Open, upstream: Upstream) -> None:
    def read(answer: Answer) -> str:
        if answer.media_type == "text/html":
            raise BadAnswer("a page of HTML came in place of papers")
        return text(answer)

    upstream.script = [Reply(b"<html>Just a moment", 200, {"Content-Type": "text/html; charset=utf-8"})]
    assert open_door().get(URL, read) == "papers"
    upstream.script = [Reply(b"<html>", 200, {"Content-Type": "text/html"})] * 3
    with pytest.raises(BadAnswer, match="a page of HTML"):
        open_door().get(URL, read)


def reset(request: BaseHTTPRequestHandler) -> None:
    """Break the connection in the middle of the body."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf a ")
    request.wfile.flush()
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


def cut_short(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf a ")


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then: never silent for long, never done."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        request.wfile.write(b".")
        request.wfile.flush()
        time.sleep(0.05)


def silence(request: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)


def no_http(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"220 mail.example ESMTP\r\n")


@pytest.mark.parametrize("fault", [reset, cut_short, drip, silence, no_http])
def test_a_broken_connection_is_tried_again(
    open_door: Open, upstream: Upstream, fault: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    upstream.script = [Reply(raw=fault)]
    assert open_door(replace(QUICK, silence=0.3, deadline=0.4)).get(URL, text) == "papers"
    upstream.script = [Reply(raw=fault)] * 3
    with pytest.raises((Unreachable, BadAnswer)):
        open_door(replace(QUICK, silence=0.3, deadline=0.4)).get(URL, text)


def test_packed_answers_are_unpacked(open_door: Open, upstream: Upstream) -> None:
    upstream.script = [Reply(gzip.compress(b"papers, packed"), 200, {"Content-Encoding": "gzip"})]
    assert open_door().get(URL, text) == "papers, packed"
    assert upstream.log[0].headers["accept-encoding"] == "gzip"


def test_half_a_packed_answer_is_asked_for_again(open_door: Open, upstream: Upstream) -> None:
    packed = gzip.compress(b"papers, packed")
    upstream.script = [
        Reply(packed[:-6], 200, {"Content-Encoding": "gzip"}),
        Reply(b"no gzip", 200, {"Content-Encoding": "gzip"}),
    ]
    assert open_door().get(URL, text) == "papers"


def test_a_gzip_bomb_is_left_unopened(open_door: Open, upstream: Upstream) -> None:
    bomb = gzip.compress(b"\0" * (300 << 20), 9)
    upstream.script = [Reply(bomb, 200, {"Content-Encoding": "gzip"})]
    with pytest.raises(TooLarge, match="larger than 64 MB"):
        open_door(replace(QUICK, deadline=60)).get(URL, text)


def test_three_hundred_megabytes_are_not_read_to_their_end(open_door: Open, upstream: Upstream) -> None:
    sent = [0]

    def flood(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\n")
        for _ in range(300):
            request.wfile.write(b"x" * (1 << 20))
            sent[0] += 1

    upstream.script = [Reply(raw=flood)]
    door = open_door(replace(QUICK, deadline=60))
    with pytest.raises(TooLarge):
        door.get(URL, text)
    assert sent[0] < 120
    assert len(upstream.log) == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost:8300/",
        "http://papers.example/list",
        "file:///etc/passwd",
        "ftp://papers.example/",
        "https://alice:secret@papers.example/",
        "https://papers.example:99999/",
        "https://[::1/",
        "https://2130706433/",
        "https://127.1/",
        "https://h\u00e9.example/",
        "//10.1.2.3/",
    ],
)
def test_redirects_to_private_places_are_refused(open_door: Open, upstream: Upstream, target: str) -> None:
    upstream.script = [Reply(b"", 302, {"Location": target})]
    with pytest.raises(ForbiddenAddress):
        open_door().get(URL, text)
    assert len(upstream.log) == 1


def test_private_places_are_refused_from_the_start(open_door: Open) -> None:
    with pytest.raises(ForbiddenAddress, match="not on the public Internet"):
        open_door().get("https://192.168.0.1/", text)


def test_a_redirect_is_followed_without_what_is_secret(open_door: Open, upstream: Upstream) -> None:
    door = open_door()
    upstream.answer("other.example", lambda asked: Reply(b"moved here"))
    door.close()
    door = open_door()
    upstream.script = [Reply(b"", 301, {"Location": "https://other.example/there"})]
    with Door(pace=NoPace(), sleep=Slept(), routes=upstream.routes) as led:
        answer = led.get(URL, text, headers={"Authorization": "Bearer s3cret"}, secret={"api_key": "s3cret"})
    assert answer == "moved here"
    first, second = upstream.log
    assert (first.headers["authorization"], first.query) == ("Bearer s3cret", {"api_key": "s3cret"})
    assert "authorization" not in second.headers
    assert second.query == {}


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/caf\xc3\xa9 au lait?q=\xfc", "/caf%C3%A9%20au%20lait"),
        ("https://papers.example:443/list", "/list"),
        ("HTTPS://Papers.Example./list#top", "/list"),
        ("?page=2", "/list"),
        ("https://papers.example", "/"),
    ],
)
def test_redirects_are_followed_however_they_are_written(
    open_door: Open, upstream: Upstream, location: str, path: str
) -> None:
    def lead(request: BaseHTTPRequestHandler) -> None:
        head = f"HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n"
        request.wfile.write(head.encode("latin-1"))

    upstream.script = [Reply(raw=lead)]
    assert open_door().get(URL, text) == "papers"
    assert (upstream.log[1].host, upstream.log[1].path) == (HOST, path)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60))
def test_whatever_a_redirect_says_is_an_address_or_refused(location: str) -> None:
    for said in (location, f"https://{location}", f"https://papers.example/{location}"):
        with suppress(ForbiddenAddress):
            assert led_to(URL, said).isascii()


def test_another_host_of_a_group_is_asked_as_slowly(upstream: Upstream) -> None:
    turns: list[tuple[str, float]] = []

    class Pace(NoPace):
        def turn(self, host: str, interval: float, longest: float) -> AbstractContextManager[float]:
            turns.append((host, interval))
            return nullcontext(0.0)

    for host in (HOST, "papers.example.org", "www.example", "example"):
        upstream.answer(host, lambda asked: Reply(b"papers"))
    away = ["https://www.example/", "https://example/", "https://papers.example.org/"]
    upstream.script = [Reply(b"", 302, {"Location": location}) for location in away]
    rules = {HOST: Rule(interval=3.0, group="example")}
    with Door(pace=Pace(), sleep=Slept(), rules=rules, routes=upstream.routes) as door:
        door.get(URL, text)
    assert turns == [("example", 3.0)] * 3 + [("papers.example.org", 1.0)]


def test_circles_are_left(open_door: Open, upstream: Upstream) -> None:
    upstream.script = [Reply(b"", 302, {"Location": "/list"})] * 10
    with pytest.raises(Refused, match="circles"):
        open_door().get(URL, text)
    assert len(upstream.log) == 6


def test_secrets_stand_in_no_message_and_no_log(
    open_door: Open, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    upstream.script = [Reply(b"", 500), Reply(b"wrong key", 401)]
    with pytest.raises(Refused) as told:
        open_door().get(URL, text, secret={"api_key": "s3cret"}, headers={"x-api-key": "s3cret"})
    assert "s3cret" not in str(told.value) + caplog.text


def test_a_service_that_repeats_our_key_does_not_bring_it_into_a_message(open_door: Open, upstream: Upstream) -> None:
    upstream.script = [Reply(b"s3cret of Bearer t0ken is over its limit", 429), Reply(b"no t0ken s3cret", 400)]
    door = open_door()
    with pytest.raises(Refused, match="answered 400: no … …") as told:
        door.get(URL, text, secret={"api_key": "s3cret"}, headers={"Authorization": "Bearer t0ken"})
    assert "s3cret" not in str((told.value, door.traffic.waits))
    assert "t0ken" not in str((told.value, door.traffic.waits))


@pytest.mark.parametrize("key", ["s3cret\nmore", "s3cr\u00e9t", "s3cret\x00"])
def test_a_key_that_no_header_may_hold_is_said_without_it(open_door: Open, upstream: Upstream, key: str) -> None:
    with pytest.raises(SettingsError, match="holds a character that no header may have") as told:
        open_door().get(URL, text, headers={"Authorization": f"Bearer {key}"})
    assert "s3c" not in str(told.value)
    assert upstream.log == []


def test_headers_that_never_end_are_left(open_door: Open, upstream: Upstream) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(40):
            request.wfile.write(b"X-Wait: 1\r\n")
            time.sleep(0.1)

    upstream.script = [Reply(raw=drip)] * 2
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="broke: "):
        open_door(replace(QUICK, attempts=1, connect=0.2, deadline=0.4)).get(URL, text)
    assert time.monotonic() - begun < 2


def test_who_says_at_once_is_asked_with_patience(open_door: Open, upstream: Upstream, slept: Slept) -> None:
    upstream.script = [Reply(b"", 503, {"Retry-After": "0"})]
    open_door().get(URL, text)
    assert slept[0] > 0


def test_nobody_is_left_alone_for_longer_than_a_day(open_door: Open, upstream: Upstream) -> None:
    upstream.script = [Reply(b"", 503, {"Retry-After": "999999999"})]
    with pytest.raises(HeldOff) as told:
        open_door().get(URL, text)
    assert told.value.seconds == 86_400


@pytest.mark.parametrize("fresh", [True, False])
def test_a_kept_answer_that_is_no_longer_understood_is_asked_for_anew(
    open_door: Open, upstream: Upstream, fresh: bool
) -> None:
    memory = Memory()
    door = open_door(memory=memory)
    headers = {"ETag": '"one"', "Cache-Control": "max-age=3600" if fresh else "no-cache"}

    def answer(asked: Asked) -> Reply:
        return Reply(b"", 304) if "if-none-match" in asked.headers else Reply(b"new", 200, headers)

    upstream.answer(HOST, answer)
    memory.keep(Answer(URL, 200, {name.lower(): text for name, text in headers.items()}, b"old"), 3600 if fresh else 0)

    def read(answer: Answer) -> str:
        if answer.body == b"old":
            raise BadAnswer("a former program's words")
        return text(answer)

    assert (door.get(URL, read), door.traffic.retries) == ("new", 0)
    assert memory.kept[URL][0].body == b"new"


def test_an_answer_that_did_not_change_is_not_sent_again(open_door: Open, upstream: Upstream) -> None:
    memory = Memory()
    door = open_door(memory=memory)

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"one"':
            return Reply(b"", 304)
        return Reply(b"papers", 200, {"ETag": '"one"', "Last-Modified": "Fri, 20 Nov 2026 12:00:00 GMT"})

    upstream.answer(HOST, answer)
    assert [door.get(URL, text), door.get(URL, text)] == ["papers", "papers"]
    assert upstream.log[1].headers["if-modified-since"] == "Fri, 20 Nov 2026 12:00:00 GMT"
    assert (door.traffic.kept, door.traffic.bytes) == (1, 6)


def test_a_fresh_answer_is_used_without_asking(open_door: Open, upstream: Upstream) -> None:
    door = open_door(memory=Memory())
    upstream.answer(HOST, lambda asked: Reply(b"papers", 200, {"Cache-Control": "max-age=3600"}))
    assert [door.get(URL, text), door.get(URL, text)] == ["papers", "papers"]
    assert len(upstream.log) == 1


def test_an_answer_that_was_not_understood_is_not_kept(open_door: Open, upstream: Upstream) -> None:
    memory = Memory()
    door = open_door(memory=memory)
    upstream.answer(HOST, lambda asked: Reply(b"<html>", 200, {"Cache-Control": "max-age=3600"}))

    def read(answer: Answer) -> str:
        raise BadAnswer("no papers")

    with pytest.raises(BadAnswer):
        door.get(URL, read)
    assert memory.kept == {}


def test_money_is_counted_for_every_try(open_door: Open, upstream: Upstream) -> None:
    spent: list[int] = []
    upstream.script = [Reply(b"", 500), Reply(b"", 500)]
    open_door().get(URL, text, spend=lambda: spent.append(1))
    assert len(spent) == 3


def test_a_spent_budget_is_not_asked_again(open_door: Open, upstream: Upstream, slept: Slept) -> None:
    def spend() -> None:
        raise BudgetSpent("Today's budget is spent.")

    door = open_door()
    with pytest.raises(BudgetSpent):
        door.get(URL, text, spend=spend)
    assert (slept, door.traffic.retries, upstream.log) == ([], 0, [])


def test_stopping_ends_a_wait(upstream: Upstream) -> None:
    def sleep(seconds: float) -> None:
        raise Stopped("Stopped.")

    upstream.answer(HOST, lambda asked: Reply(b"", 503))
    with Door(pace=NoPace(), sleep=sleep, routes=upstream.routes) as door, pytest.raises(Stopped):
        door.get(URL, text)


def test_a_host_is_asked_within_its_turn(upstream: Upstream) -> None:
    turns: list[str] = []

    class Pace(NoPace):
        def turn(self, host: str, interval: float, longest: float) -> AbstractContextManager[float]:
            return self._held(f"{host} {interval}")

        @contextmanager
        def _held(self, name: str) -> Iterator[float]:
            turns.append(name)
            yield 1.5
            turns.append("given back")

    upstream.answer(HOST, lambda asked: Reply(b"papers"))
    rules = {HOST: Rule(interval=3.0, group="example")}
    with Door(pace=Pace(), sleep=Slept(), rules=rules, routes=upstream.routes) as door:
        door.get(URL, text)
        assert door.traffic.waited == 1.5
    assert turns == ["example 3.0", "given back"]


def test_a_name_that_nobody_has_is_told_apart(slept: Slept) -> None:
    with Door(pace=NoPace(), sleep=slept) as door, pytest.raises(Unreachable, match="this machine is offline"):
        door.get("https://no-such-host.invalid/", text)
    assert len(slept) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("151.101.3.42", True),
        ("2a04:4e42::811", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fd00:ec2::254", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(address) is public


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:00 GMT"}, 60.0),
        ({"retry-after": "Fri, 20 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:00 GMT", "date": "Fri, 20 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:00 -0000"}, 60.0),
        ({"retry-after": "Fri Nov 20 12:01:00 2026"}, 60.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
    ],
)
def test_retry_after_has_two_forms(
    headers: dict[str, str], seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")  # dates without a zone are in UTC, wherever we are
    time.tzset()
    assert retry_after(headers, NOW) == seconds
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"cache-control": "no-store, max-age=60"}, None),
        ({"cache-control": "no-cache"}, 0.0),
        ({"cache-control": 'public, max-age="600"', "age": "100"}, 500.0),
        ({"expires": "Fri, 20 Nov 2026 12:10:00 GMT"}, 600.0),
        ({"expires": "0"}, 0.0),
        ({"cache-control": "max-age=60", "vary": "*"}, 0.0),
    ],
)
def test_answers_say_how_long_they_are_fresh(headers: dict[str, str], seconds: float | None) -> None:
    assert freshness(headers, NOW) == seconds
