"""Keys typed ahead wait for what they are meant for.

A key is handed to the widget that has the focus, and what it means is found out behind that widget's other messages.  A key typed in
the meantime would be handed to the same widget, though the one before opens a field: what was meant for the field would be done to
the rows behind it.
"""

from collections import deque
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message

_PATIENCE = 1.0
"""Seconds after which a key that nobody answers for no longer holds up the next one: the widget it went to may be gone."""


class KeysInTurn(App[None]):
    """An app that hands out a key once the one before has done all that it does."""

    class Heeded(Message):
        """Follows a key through the same queues, so that it is back when the key has been heeded."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._typed_ahead: deque[events.Key] = deque()
        self._key_number = 0
        self._key_under_way = self._heeded = 0
        self._last_key = ""

    async def on_event(self, event: events.Event) -> None:
        """Hand out a key that was just typed, or keep it for later; whatever else happens takes its course."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._key_under_way:
            self._typed_ahead.append(event)
            if len(self._typed_ahead) == 1:
                self.set_timer(_PATIENCE, partial(self._give_up, self._key_under_way))
        else:
            await self._hand_out(event)

    async def _hand_out(self, key: events.Key) -> None:
        self._key_number += 1
        self._key_under_way = self._key_number
        self._last_key = key.key
        meant_for = self.focused or self.screen
        await super().on_event(key)
        if not meant_for.post_message(self.Heeded(self._key_number)):
            self._key_under_way = 0

    def take_same_keys(self, doer: DOMNode, action: str) -> int:
        """Take off the keys that wait right behind the one under way and would have ``doer`` do the same; how many they are.

        Whoever asks does it as many times more: nothing has come between, so that it comes to the same.
        """
        if not self._key_under_way or not self._typed_ahead or self._typed_ahead[0].key != self._last_key:
            return 0
        bound = self.screen.active_bindings.get(self._last_key)
        if bound is None or bound.node is not doer or bound.binding.action != action:
            return 0
        count = 0
        while self._typed_ahead and self._typed_ahead[0].key == self._last_key:
            self._typed_ahead.popleft()
            count += 1
        return count

    async def on_keys_in_turn_heeded(self, event: Heeded) -> None:
        """Hand out the next key, once what the one before brought about has happened: a focus moves a message later."""
        if event.number == self._key_under_way:
            self._heeded = event.number
            # Behind a partial, which `call_later` makes of what it is given, Textual works out the parameters anew for every key.
            self.post_message(events.Callback(callback=self._next_key))

    async def _next_key(self) -> None:
        await self._give_up(self._heeded)

    async def _give_up(self, number: int) -> None:
        if number == self._key_under_way:
            self._key_under_way = 0
            if self._typed_ahead:
                await self._hand_out(self._typed_ahead.popleft())
