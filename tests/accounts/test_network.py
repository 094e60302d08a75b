"""Where a request comes from, behind proxies that are believed and those that are not."""

import pytest

from broadsheet.accounts.network import address_behind, is_proxy, network_of

PROXIES = ("127.0.0.1/32", "10.0.0.0/8", "2001:db8:ff::/48")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "198.51.100.7, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:ff::1", "2001:db8:1::2", "2001:db8:1::2"),
        ("", "198.51.100.7", ""),
        ("testclient", "198.51.100.7", "testclient"),
    ],
)
def test_only_what_a_trusted_proxy_says_is_believed(peer: str, forwarded: str, address: str) -> None:
    assert address_behind(peer, forwarded, PROXIES) == address


def test_without_proxies_nobody_is_believed() -> None:
    assert address_behind("127.0.0.1", "198.51.100.7", ()) == "127.0.0.1"
    assert not is_proxy("127.0.0.1", ())
    assert is_proxy("10.9.9.9", PROXIES)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_tries_are_counted_by_household(address: str, network: str) -> None:
    assert network_of(address) == network
