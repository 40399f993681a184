"""Every flag that clients put behind their sendmail, and presend's own options."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.gate.call.arguments import FLAGS, OPTIONS, Arity, GateUsageError, SendmailCall, parse

LEE = "lee@hanbit.example"
TABLE: list[tuple[str, SendmailCall]] = [
    ("", SendmailCall()),
    ("-i", SendmailCall()),
    ("-oi", SendmailCall()),
    ("-o i", SendmailCall()),
    ("-oem", SendmailCall()),
    ("-oep", SendmailCall()),
    ("-oeq", SendmailCall()),
    ("-odb", SendmailCall()),
    ("-odq", SendmailCall()),
    ("-odi", SendmailCall()),
    ("-t", SendmailCall(from_header=True)),
    ("--read-recipients", SendmailCall(from_header=True)),
    ("--read-envelope-from", SendmailCall()),
    ("-f kim@x.example", SendmailCall(sender="kim@x.example")),
    ("-fkim@x.example", SendmailCall(sender="kim@x.example")),
    ("-r kim@x.example", SendmailCall(sender="kim@x.example")),
    ("-rkim@x.example", SendmailCall(sender="kim@x.example")),
    ("-F Kim", SendmailCall(full_name="Kim")),
    ("-FKim", SendmailCall(full_name="Kim")),
    ("-N success,delay", SendmailCall()),
    ("-Nnever", SendmailCall()),
    ("-R hdrs", SendmailCall()),
    ("-Rfull", SendmailCall()),
    ("-V envelope-id", SendmailCall()),
    ("-Vid", SendmailCall()),
    ("-B8BITMIME", SendmailCall()),
    ("-B 8BITMIME", SendmailCall()),
    ("-B7BIT", SendmailCall()),
    ("-bm", SendmailCall()),
    ("-b m", SendmailCall()),
    ("-U", SendmailCall()),
    ("-m", SendmailCall()),
    ("-v", SendmailCall()),
    ("-n", SendmailCall()),
    ("-X log", SendmailCall()),
    ("-Xlog", SendmailCall()),
    ("-C file", SendmailCall()),
    ("-Cfile", SendmailCall()),
    ("-a work", SendmailCall()),
    ("-awork", SendmailCall()),
    ("-ti", SendmailCall(from_header=True)),
    ("-it", SendmailCall(from_header=True)),
    ("-vtfkim@x.example", SendmailCall(from_header=True, sender="kim@x.example")),
    ("-tf kim@x.example", SendmailCall(from_header=True, sender="kim@x.example")),
    (f"-i -- {LEE}", SendmailCall((LEE,))),
    (f"-- {LEE} -t --policy", SendmailCall((LEE, "-t", "--policy"))),
    (f"{LEE} park@hanbit.example -i", SendmailCall((LEE, "park@hanbit.example"))),
    ("-", SendmailCall(("-",))),
    ("--presend-level restricted", SendmailCall(level="restricted")),
    ("--presend-level=restricted", SendmailCall(level="restricted")),
    ("--presend-expires=none", SendmailCall(expires="none")),
    (f"--lang=ko {LEE}", SendmailCall((LEE,))),
    (f"--lang ko --ui-lang ja {LEE}", SendmailCall((LEE,))),
    (f"--ui-lang=ja {LEE}", SendmailCall((LEE,))),
    ("--presend-expires none", SendmailCall(expires="none")),
    ("--presend-forward=allowed", SendmailCall(forward="allowed")),
    ("--presend-forward allowed", SendmailCall(forward="allowed")),
    ("--presend-individually=yes", SendmailCall(individually="yes")),
    ("--presend-individually yes", SendmailCall(individually="yes")),
    ("--policy p.toml", SendmailCall(policy=Path("p.toml"))),
    ("--policy=p.toml", SendmailCall(policy=Path("p.toml"))),
]
AS_CLIENTS_CALL = {
    "neomutt": f"-B8BITMIME -f kim@hanbit.example -N failure -R hdrs -- {LEE}",
    "s-nail": f"-i -- {LEE}",
    "bsd-mailx": "-i -t",
    "mailutils": "-oi -f kim@hanbit.example -t",
    "git": f"-f kim@hanbit.example -i {LEE}",
    "aerc": LEE,
    "alpine": "-oem -t -oi",
}
REFUSED = {
    "-bs": "does not speak SMTP",
    "-bd": "-bd",
    "-bp": "-bp",
    "-ox": "-ox",
    "-B9BIT": "-B9BIT",
    "-z": "-z",
    "-tz": "-z",
    "-é": "-é",
    "--unknown": "--unknown",
    "--presend-levels=x": "--presend-levels",
    "--read-recipients=x": "--read-recipients",
    "-f": "-f needs a value",
    "-tf": "-f needs a value",
    "--presend-level": "--presend-level needs a value",
    f"-t {LEE}": f"whether {LEE} beside it",
    f"-ti -- {LEE}": f"whether {LEE} beside it",
    f"{LEE} -t": f"whether {LEE} beside it",
    f"--read-recipients {LEE}": f"whether {LEE} beside it",
}


@pytest.mark.parametrize(("words", "call"), TABLE)
def test_a_flag_means_what_sendmail_says_it_means(words: str, call: SendmailCall) -> None:
    assert parse(words.split()) == call


def test_the_table_holds_every_flag_that_is_known() -> None:
    written = {word for words, _call in TABLE for word in words.split() if word.startswith("-")}
    for letter in FLAGS:
        assert any(word.startswith(f"-{letter}") and not word.startswith("--") for word in written), letter
    for option in OPTIONS:
        assert {option, f"{option}=x"} & {word.partition("=")[0] for word in written}, option


@pytest.mark.parametrize("client", AS_CLIENTS_CALL)
def test_what_the_clients_write_is_understood(client: str) -> None:
    call = parse(AS_CLIENTS_CALL[client].split())
    assert call.from_header != bool(call.recipients)


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_known_is_a_usage_error_that_names_it(words: str) -> None:
    with pytest.raises(GateUsageError, match=REFUSED[words]):
        parse(words.split())


def test_beside_t_an_empty_word_is_no_address() -> None:
    assert parse(["-t", "", " "]).from_header


def test_a_value_may_look_like_a_flag() -> None:
    assert parse(["-F", "-t", "-f", "--"]) == SendmailCall(full_name="-t", sender="--")


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda word: word[0] != "-")))
def test_words_that_are_no_flags_are_recipients_in_their_order(words: list[str]) -> None:
    assert parse(words).recipients == tuple(words)
    assert parse(["-i", "--", *words]).recipients == tuple(words)


@given(st.lists(st.sampled_from([letter for letter, flag in FLAGS.items() if flag.arity is Arity.NONE]), min_size=1))
def test_flags_without_a_value_can_be_joined(letters: list[str]) -> None:
    assert parse(["-" + "".join(letters)]) == parse([f"-{letter}" for letter in letters])
