"""Lines break where the language lets them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from composer.language.breaks import DEPENDENT, NO_END, NO_START, clusters
from composer.language.phrases import LONGEST, phrase_starts
from composer.language.wrapping import wrap


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("  kept indent", 20, ["  kept indent"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("to abcdefghij", 4, ["to", "abcd", "efgh", "ij"]),
        ("社外に送信します。", 10, ["社外に送信", "します。"]),
        ("確認してください。", 16, ["確認してくださ", "い。"]),
        ("次の「宛先」です", 6, ["次の", "「宛", "先」で", "す"]),
        ("メールサーバーへ", 12, ["メールサー", "バーへ"]),
        ("あっ、そう", 6, ["あっ、", "そう"]),
        ("100 km", 5, ["100", "km"]),
        ("期限は 1 ヶ月", 11, ["期限は", "1 ヶ月"]),
        ("メンバー (1 行に 1 人)", 20, ["メンバー (1 行に", "1 人)"]),
        ("a 外 b", 3, ["a", "外", "b"]),
        ("100 人", 4, ["100", "人"]),
        ("100\u00a0km or", 6, ["100\u00a0km", "or"]),
        ("외부로 보내는 메일", 8, ["외부로", "보내는", "메일"]),
        ("ABC社のXYZ", 7, ["ABC社の", "XYZ"]),
        (
            "送信する前に宛先と添付ファイルを確認してください。",
            30,
            ["送信する前に宛先と", "添付ファイルを", "確認してください。"],
        ),
        ("presend はこのメールを送信します", 16, ["presend はこの", "メールを", "送信します"]),
        ("请在发送之前检查收件人是否正确。", 14, ["请在发送之前", "检查收件人是否", "正确。"]),
        ("請在傳送之前檢查收件者是否正確。", 14, ["請在傳送之前", "檢查收件者是否", "正確。"]),
        ("ตรวจสอบผู้รับภายนอกก่อนส่ง", 10, ["ตรวจสอบผู้รับ", "ภายนอกก่อน", "ส่ง"]),
        ("添付は12件です。", 10, ["添付は", "12件です。"]),
        ("期限は第3回まで", 10, ["期限は", "第3回まで"]),
        ("the file has 5 MB", 14, ["the file has", "5 MB"]),
        ("社外秘: 社内のみ: 社外の人は受け取れません。", 21, ["社外秘: 社内のみ:", "社外の人は", "受け取れません。"]),
        ("添付は最大 5 MB です", 14, ["添付は", "最大 5 MB です"]),
        ("받는 사람 3 명에게", 12, ["받는 사람", "3 명에게"]),
        ("機密은 밖으로", 4, ["機", "密은", "밖으", "로"]),
        ("「機密」를 확인", 10, ["「機密」를", "확인"]),
        ("abcdefghij을", 10, ["abcdefghi", "j을"]),
        ("abcdefghij。", 10, ["abcdefghi", "j。"]),
        ("abcdefghij).", 10, ["abcdefghi", "j)."]),
        ("社外 report.pdf を", 10, ["社外", "report.pdf", "を"]),
        ("", 5, [""]),
    ],
)
def test_text_is_wrapped_at_the_places_its_script_allows(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_a_line_of_nothing_but_a_stop_or_a_particle_is_made_only_where_a_line_has_no_room_for_more() -> None:
    for text in ("送信できません。", "社外に送信します。", "abcdefgh。", "파일을 첨부했습니다.", "abcdefghijk를"):
        for width in range(4, 24):
            assert not any(DEPENDENT.fullmatch(line) for line in wrap(text, width)), (text, width)


def test_a_very_long_text_is_wrapped_by_the_rules_of_its_script_alone() -> None:
    text = "送信する前に宛先と添付ファイルを確認してください。" * (LONGEST // 20)
    assert not phrase_starts(text)
    assert "".join(wrap(text, 30)) == text


@given(st.text(st.sampled_from("a5 件個メモを、。kB"), max_size=40), st.integers(10, 20))
def test_a_number_stays_with_what_it_counts_wherever_both_fit(text: str, width: int) -> None:
    for before, after in pairwise(wrap(text, width)):
        if before[-1].isdecimal() and after[0] in "件個":
            assert not set(before.strip()) & set(" 件個メモを、。")


@given(st.text(st.sampled_from("ab 社外に。「」、ーっ…5\u00a0กำแ漢字외부\n(),"), max_size=60), st.integers(2, 20))
def test_wrapping_what_was_wrapped_changes_nothing(text: str, width: int) -> None:
    once = wrap(text, width)
    assert wrap("\n".join(once), width) == once


MIXED = st.sampled_from("ab 社外に。「」、ーっ…\u00a0e\u0301กำแ漢字외부\n(),")


@given(st.text(MIXED, max_size=60), st.integers(2, 20))
def test_wrapping_keeps_every_character_but_white_space_and_never_exceeds_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split(" ")) == "".join(text.replace("\n", "").split(" "))
    assert all(cell_len(line) <= width or len(list(clusters(line))) == 1 for line in lines)


@given(st.text(alphabet=st.sampled_from("社外送信。、」』ょっー「『（"), min_size=1, max_size=40))
def test_no_line_begins_or_ends_with_what_may_not_stand_there_unless_a_whole_line_is_such(text: str) -> None:
    lines = wrap(text, 20)
    for before, after in pairwise(lines):
        broken_by_force = not any(here not in NO_END and there not in NO_START for here, there in pairwise(before))
        assert broken_by_force or (after[0] not in NO_START and before[-1] not in NO_END)


def test_marks_stay_with_their_letters() -> None:
    assert list(clusters("e\u0301กำ👨\u200d👩")) == ["e\u0301", "กำ", "👨\u200d👩"]


@given(st.text(" ab,()$", max_size=60) | st.text("ab", max_size=60), st.integers(2, 12))
def test_plain_text_breaks_where_the_same_text_with_an_accent_breaks(text: str, width: int) -> None:
    """An accented letter takes one cell and breaks nowhere else, but is not read the quick way."""
    accented = text.replace("a", "ä")
    assert [line.replace("a", "ä") for line in wrap(text, width)] == wrap(accented, width)
