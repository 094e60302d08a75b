"""Which papers stand in a digest."""

from broadsheet.digests.choosing import MOST, Offer, choose


def offer(title: str, keys: range, size: int) -> Offer:
    """A follow that found these papers."""
    return Offer("follow", title, "/follows", size, keys, f"{title} has it")


def test_a_digest_has_an_end_however_much_is_followed() -> None:
    chosen = choose([offer(f"Loom {start}", range(start, start + 100), 100) for start in range(0, 1_000, 100)], (), {})
    assert sum(len(one.papers) for one in chosen) == MOST
    assert [len(one.papers) for one in chosen] == [100, 100, 100]


def test_what_had_no_room_is_counted() -> None:
    (chosen,) = choose([offer("Looms", range(10), 4)], (2,), {})
    assert [key for key, _ in chosen.papers] == [0, 1, 3, 4]
    assert chosen.more == 5
