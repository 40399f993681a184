"""Sentences put together in the sources are found by what they do; lines, columns and marks raise no alarm."""

from __future__ import annotations

import pytest

from composer.localization.codes import Code
from composer.workbench.catalogs.source_checks import check_assembly, check_source, check_sources
from tests.project import ROOT

HEAD = "from composer.words import _, listing, ngettext, pgettext\n"
OTHER = (
    HEAD + "def words(x) -> str:\n    return _('It is empty.')\n\ndef several(x) -> list[str]:\n    yield words(x)\n"
)


def found(body: str) -> list[str]:
    """The expressions found in a module that imports the functions of another."""
    texts = {
        "composer/other.py": OTHER,
        "composer/screen.py": HEAD + "from composer import other\nfrom composer.other import several, words\n" + body,
    }
    return [finding.detail for finding in check_assembly(texts)]


@pytest.mark.parametrize(
    "code",
    [
        "def f(x): return ' '.join([_('One.'), x])",
        "def f(x): return ', '.join(words(one) for one in x)",
        "def f(x): return '; '.join(map(words, x))",
        "def f(x): return ' '.join(several(x))",
        "def f(x): return _('One.') + ' ' + x",
        "def f(x): return _('One.') + '.'",
        "def f(x): return '(' + words(x) + ')'",
        "def f(x): return f'{x}: {words(x)}'",
        "def f(x): return f'{x} {other.words(x)}'",
        "def f(x): return f'{_(\"One.\")} ({x})'",
        "def f(x): return f'{words(x)}{words(x)}'",
        "def f(x): return f'{listing(x)}.'",
        "def f(x): return '%s' % x + '.' + words(x)",
        "def f(x): return words(x) % 3",
        "def f(x):\n    y = words(x) if x else ''\n    return f'{y} {x}'",
        "def f(x):\n    y, z = words(x), 3\n    return f'{y}, {z}'",
        "def f(x):\n    for y in several(x):\n        yield f'{y}.'",
        "def f(x):\n    if (y := words(x)):\n        return f'{y}.'",
        "def f(x):\n    return lambda: f'{words(x)}.'",
        "def _own(x) -> str:\n    return words(x)\n\ndef f(x): return f'{_own(x)}!'",
        "class A:\n    def own(self) -> str:\n        return words(self)\n    def f(self): return f'{self.own()}!'",
        "def f(x): return f'{clean(words(x))}.'",
    ],
)
def test_a_sentence_put_together_is_found(code: str) -> None:
    assert found(code)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x): return '\\n'.join(several(x))",
        "def f(x): return '\\n'.join(several(x)) + '\\n'",
        "def f(x): return '  '.join((words(x), x))",
        "def f(x): return '\\t'.join(several(x))",
        "def f(x): return ' | '.join(several(x))",
        "def f(x): return f'    {words(x)}'",
        "def f(x): return f'[ {words(x)} ]'",
        "def f(x): return f'{words(x)} -> {x}'",
        "def f(x): return f'- {words(x)}'",
        "def f(x): return f'{words(x)}\\n  {words(x)}'",
        "def f(x, dot): return f' {dot} '.join(several(x))",
        "def f(x): return [*several(x)] + [words(x)]",
        "def f(x): return _('{one}: {other}', one=words(x), other=x)",
        "def f(x): return listing([words(x), x])",
        "def f(x): return f'{x}: {x.key}'",
        "def f(x): return ', '.join(x)",
        "def f(x): return x + '.'",
        "def f(x): return len(words(x)) + 3",
    ],
)
def test_layout_and_messages_raise_no_alarm(code: str) -> None:
    assert found(code) == []


def test_a_finding_says_where_and_what() -> None:
    (one,) = check_assembly({"composer/a.py": HEAD + "\ndef f(x):\n    return f'{_(\"One.\")} {x}'\n"})
    assert (one.code, one.file, one.line) == (Code.ASSEMBLED, "composer/a.py", 4)
    assert one.detail.startswith("f")


def test_a_file_that_is_no_python_is_left_to_the_other_checks() -> None:
    assert list(check_assembly({"composer/a.py": "def f(:"})) == []
    assert [one.code for one in check_source("def f(:", "composer/a.py")] == [Code.SOURCE_SYNTAX]


def test_this_tree_puts_no_sentence_together() -> None:
    assert [str(one) for one in check_sources(ROOT) if one.code is Code.ASSEMBLED] == []
