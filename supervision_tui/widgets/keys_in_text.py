"""Texts that name a command, with the key that the command has where they are shown."""

from __future__ import annotations

from textual.content import Content, Span
from textual.message_pump import MessagePump

from supervision_tui.commands import NAMED
from supervision_tui.runtime.running import running_of


def with_keys(text: str, shown_on: MessagePump) -> str:
    """The text with keys in the place of the commands that it names."""
    if "‹" in text:
        return running_of(shown_on).fill(text)
    return text


def content_with_keys(content: Content, shown_on: MessagePump) -> Content:
    """Styled text with keys in place of the commands it names, in the style that stood there."""
    plain = content.plain
    if "‹" not in plain:
        return content
    text = with_keys(plain, shown_on)
    lies_at = _places(plain, shown_on)
    spans = [Span(lies_at[span.start], lies_at[span.end], span.style) for span in content.spans]
    return Content(text, spans=spans)


def _places(plain: str, shown_on: MessagePump) -> list[int]:
    """Work out where each place of a text, and its end, lie once keys stand in it."""
    found: list[int] = []
    at = end = 0
    for match in NAMED.finditer(plain):
        found += range(at, at + match.start() - end)
        at += match.start() - end
        found += [at] * len(match[0])
        at += len(with_keys(match[0], shown_on))
        end = match.end()
    return [*found, *range(at, at + len(plain) - end + 1)]
