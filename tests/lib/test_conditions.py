from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.lib.conditions import Asked, http_date, is_unchanged, packed, takes_gzip, weak_tag

TAG = weak_tag(b"body")
CHANGED = datetime(2026, 11, 20, 12, 30, 15, 999, tzinfo=UTC)


@pytest.mark.parametrize("given_", [TAG, TAG.removeprefix("W/"), "*", f'"other", {TAG}', f'W/"a,b",{TAG} , "c"'])
def test_a_tag_among_those_given_means_unchanged(given_: str) -> None:
    assert is_unchanged(Asked(if_none_match=given_), TAG)


@pytest.mark.parametrize("given_", ['"other"', "W/", TAG[:-2] + '"', f'"{TAG.strip()[3:-1]}x"', "garbage"])
def test_other_tags_mean_changed(given_: str) -> None:
    assert not is_unchanged(Asked(if_none_match=given_), TAG)


def test_a_tag_decides_before_a_date() -> None:
    later = http_date(CHANGED + timedelta(days=1))
    assert not is_unchanged(Asked('"other"', later), TAG, CHANGED)
    assert is_unchanged(Asked(TAG, "Thu, 01 Jan 1970 00:00:00 GMT"), TAG, CHANGED)


def test_dates_count_in_whole_seconds() -> None:
    assert is_unchanged(Asked(if_modified_since="Fri, 20 Nov 2026 12:30:15 GMT"), TAG, CHANGED)
    assert is_unchanged(Asked(if_modified_since="Friday, 20-Nov-26 12:30:15 GMT"), TAG, CHANGED)  # as of RFC 850
    assert is_unchanged(Asked(if_modified_since="Fri Nov 20 12:30:15 2026"), TAG, CHANGED)  # as of asctime
    assert not is_unchanged(Asked(if_modified_since="Fri, 20 Nov 2026 12:30:14 GMT"), TAG, CHANGED)
    assert not is_unchanged(Asked(if_modified_since="Fri, 20 Nov 2026 12:30:15 GMT"), TAG)


@given(st.text())
def test_any_header_can_be_read(text: str) -> None:
    for asked in (Asked(if_none_match=text), Asked(if_modified_since=text)):
        assert is_unchanged(asked, TAG, CHANGED) in (True, False)
    assert takes_gzip(Asked(accept_encoding=text)) in (True, False)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1)))
def test_what_was_sent_as_changed_is_unchanged_when_it_comes_back(moment: datetime) -> None:
    changed = moment.replace(tzinfo=UTC)
    assert is_unchanged(Asked(if_modified_since=http_date(changed)), TAG, changed)
    assert not is_unchanged(Asked(if_modified_since=http_date(changed)), TAG, changed + timedelta(seconds=1))


def test_packing_is_repeatable() -> None:
    assert packed(b"x" * 5_000) == packed(b"x" * 5_000)
    assert takes_gzip(Asked(accept_encoding="br, gzip;q=0.5"))
    assert not takes_gzip(Asked(accept_encoding="gzip;q=0, br"))
