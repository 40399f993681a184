"""The controls that change a setting, on the administrator's page and in the demonstration's panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from composer.administration.setting import CONDITIONS, STEPS, Kind, Option, Setting
from composer.safe_text import clean
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.fields.one_of import OneOf
from composer.widgets.plain import Line
from policy.settings import Apply

SEPARATOR = ","


class SettingControl(Vertical):
    """Shows one value, and reports what is chosen or typed."""

    DEFAULT_CSS = """
    SettingControl { height: auto; width: 1fr; }
    SettingControl > .setting-help { color: $text-muted; }
    """

    @dataclass
    class Changed(Message):
        """Another value was chosen or typed; the policy may not be able to hold it."""

        source: SettingControl

        @property
        def setting(self) -> Setting:
            """The setting that the control changes."""
            return self.source.setting

        @property
        def value(self) -> Any:
            """The value when this is read: more may have been typed since the message was posted."""
            return self.source.value

    @dataclass
    class Done(Message):
        """Enter was pressed: the change is finished."""

        setting: Setting

    def __init__(self, setting: Setting, *, explained: bool) -> None:
        super().__init__(id=f"control-{setting.id}")
        self.setting = setting
        self._help = setting.help if explained else None

    @property
    def value(self) -> Any:
        """The value that is chosen or typed at present, as the policy file would hold it."""
        raise NotImplementedError

    def show(self, value: Any) -> None:
        """Show another value without posting a message."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The help on the setting, then the parts."""
        if self._help is not None:
            yield Line(self._help(), classes="setting-help")
        yield from self.parts()

    def parts(self) -> Iterable[Widget]:
        """The widgets that change the value, from the top."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Focus the first part."""
        next(iter(self.parts())).focus()

    def retranslate(self) -> None:
        """Show the help in the active language."""
        if self._help is not None:
            self.query_one(".setting-help", Line).say(self._help())

    def on_one_of_submitted(self, event: OneOf.Submitted) -> None:
        event.stop()
        self.post_message(self.Done(self.setting))


class ChoiceControl(SettingControl):
    """Lets one of the setting's options be chosen."""

    def __init__(self, setting: Setting, value: Any, *, explained: bool) -> None:
        super().__init__(setting, explained=explained)
        self._choice = OneOf(labelled(setting.options), value, id=f"value-{setting.id}")

    def parts(self) -> Iterable[Widget]:
        return (self._choice,)

    @property
    def value(self) -> Any:
        return self._choice.value

    def show(self, value: Any) -> None:
        self._choice.value = value

    def on_one_of_changed(self, event: OneOf.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))


class ConditionControl(SettingControl):
    """Lets the warning's condition be chosen: always, or one of three conditions."""

    DEFAULT_CSS = """
    ConditionControl > .second-step { margin: 0 0 0 2; }
    """

    def __init__(self, setting: Setting, value: Any, *, explained: bool) -> None:
        super().__init__(setting, explained=explained)
        self._step = OneOf(labelled(STEPS), value == Apply.ALWAYS.value, id=f"value-{setting.id}")
        self._condition = OneOf(labelled(CONDITIONS), value, id=f"condition-{setting.id}")
        self._condition.add_class("second-step")
        self._condition.owner = self._step
        self._step.fields = {False: self._condition}
        self.show(value)

    def parts(self) -> Iterable[Widget]:
        return (self._step, self._condition)

    @property
    def value(self) -> Any:
        return Apply.ALWAYS.value if self._step.value else self._condition.value

    def show(self, value: Any) -> None:
        is_always = value == Apply.ALWAYS.value
        self._step.value = is_always
        self._condition.display = not is_always
        if not is_always:
            self._condition.value = value
        elif not any(option.value == self._condition.value for option in CONDITIONS):
            self._condition.value = CONDITIONS[0].value

    def on_one_of_changed(self, event: OneOf.Changed) -> None:
        """Report the value of both steps; a condition chosen before comes back with the first step."""
        event.stop()
        self.show(self.value)
        self.post_message(self.Changed(self))


class TypedControl(SettingControl):
    """Lets a value be typed; what cannot be read as the setting's kind is reported as text, to be blamed."""

    def __init__(self, setting: Setting, value: Any, *, explained: bool) -> None:
        super().__init__(setting, explained=explained)
        self._shown = typed(value)
        """What was shown or reported last; the field holds another text while letters are on their way."""
        self._field = OneLineInput(self._shown, id=f"value-{setting.id}")

    def parts(self) -> Iterable[Widget]:
        return (self._field,)

    @property
    def value(self) -> Any:
        return self._read(self._field.value)

    def show(self, value: Any) -> None:
        """Show a value, unless the typed text already means it (a comma at its end stays) or waits to be reported."""
        text = typed(value)
        if self._field.value == self._shown and self.value != self._read(text):
            self._shown = text
            self._field.show(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Report the typed value; the field also tells its first content, which nobody typed."""
        event.stop()
        if self._field.value != self._shown:
            self._shown = self._field.value
            self.post_message(self.Changed(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done(self.setting))

    def _read(self, text: str) -> Any:
        match self.setting.kind:
            case Kind.NUMBER:
                return int(text) if text.isascii() and text.strip().isdigit() else text
            case Kind.SEVERAL:
                return separated(text)
            case _:
                return text


def control_for(setting: Setting, value: Any, *, explained: bool = True) -> SettingControl:
    """The control for a setting that has one; raises LookupError for other settings."""
    match setting.kind:
        case Kind.CHOICE:
            return ChoiceControl(setting, value, explained=explained)
        case Kind.CONDITION:
            return ConditionControl(setting, value, explained=explained)
        case Kind.TEXT | Kind.NUMBER | Kind.SEVERAL:
            return TypedControl(setting, value, explained=explained)
        case Kind.WINDOW | Kind.FIXED:
            raise LookupError(setting.path)


def separated(text: str) -> list[str]:
    """The texts between commas, without empty ones."""
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def typed(value: Any) -> str:
    """A value as a person would type it, without characters that a terminal would obey."""
    return clean(f"{SEPARATOR} ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def labelled(options: tuple[Option, ...]) -> Callable[[], list[tuple[str, Any]]]:
    """A function that gives label and value of each option, in the language then active."""
    return lambda: [(option.label(), option.value) for option in options]
