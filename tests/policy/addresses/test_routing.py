"""Local parts that servers could rewrite into another address are found, and others are left in peace."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from policy.addresses.routing import any_may_route, routes_on

LOCALS = st.text(alphabet="ab.%!@:김％", min_size=1, max_size=10)


@given(LOCALS)
def test_whatever_a_server_could_rewrite_is_a_route(local: str) -> None:
    plain = normalize("NFKC", local)
    _user, percent, host = plain.rpartition("%")
    site, bang, user = plain.partition("!")
    if (percent and host.strip("%!")) or (bang and site.strip("%!") and user.strip("%!")):
        assert routes_on(local)
        assert routes_on(f'"{local}"')


@given(LOCALS.map(lambda text: text.translate(dict.fromkeys(map(ord, "%!@:％"))) + "x"))
def test_without_a_mark_there_is_no_route(local: str) -> None:
    assert not routes_on(local)


@given(st.lists(LOCALS))
def test_many_are_asked_at_once_and_none_is_missed(locals_: list[str]) -> None:
    quoted = [f'"{local}"' if set(local) & set("@:") else local for local in locals_]
    assert any_may_route("\n".join(quoted)) or not any(map(routes_on, quoted))
