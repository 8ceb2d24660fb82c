"""Remember what the desk wrote, to take it back: names with what stood there before in, the last change out."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.desk.sources import SourceShelf, SourceText

_MOST = 200


@dataclass(frozen=True)
class Step:
    """One change: what it did in words, the source as it was, and the digest of what was written."""

    words: str
    before: SourceText
    after: str


class History:
    """The changes that buttons and drags made, the last first to be undone; what was typed is the editor's matter."""

    def __init__(self, shelf: SourceShelf) -> None:
        self._shelf = shelf
        self._steps: list[Step] = []

    @property
    def words(self) -> str:
        """What would be undone; empty where there is nothing."""
        return self._steps[-1].words if self._steps else ""

    def write(self, name: str, text: str, before: SourceText, words: str) -> SourceText:
        """Write a source, and remember how it was.

        :raises ChangedFileError: if its file holds something else by now.
        :raises OSError: if it cannot be written.
        """
        written = self._shelf.write(name, text, before.digest)
        if written.digest != before.digest:
            self._steps.append(Step(words, before, written.digest))
            del self._steps[:-_MOST]
        return written

    def undo(self) -> Step | None:
        """Take the last change back; none where there is none.

        :raises ChangedFileError: if its file was changed since: it is left alone.
        :raises OSError: if it cannot be written.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        self._shelf.write(step.before.name, step.before.text, step.after)
        return self._steps.pop()
