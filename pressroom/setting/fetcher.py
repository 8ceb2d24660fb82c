"""Fetch files for the engine: from the folders of a slot, under made-up addresses, and from nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pressroom.pictures.plain import write_plainly
from pressroom.pictures.proxies import stand_in
from pressroom.run import PRESS
from pressroom.workshop.files import digest
from pressroom.workshop.sources import PICTURE, RefusedFileError, prove_source

_CHANGED = "changed while it was set"


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Reads regular files below given folders, and nothing else: no network, no way out.

    ``served`` lists all files that were read, with the digests of what was read.

    The engine derives names inside the PDF from addresses, so it is given ``file:///press/0/…`` for the first folder
    and so on: the bytes must not hang on where the folders lie.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.folders = [folder.resolve() for folder in folders]
        self.served: dict[Path, str] = {}

    def note(self, path: Path, value: str) -> None:
        """Put a file on the list; one that was served twice must have been the same."""
        if self.served.setdefault(path, value) != value:
            self.served[path] = _CHANGED

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Give the bytes of a file; the engine reports what is refused."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise ValueError(f"{url[:100]} is an address: nothing is ever fetched")
        path = Path(url2pathname(urlsplit(self._show(url)).path)).resolve()
        try:
            prove_source(path, self.folders, PICTURE)
        except RefusedFileError as error:
            raise ValueError(f"{path.name} {error}") from None
        response = super().fetch(path.as_uri(), headers)
        data = response.read()
        response.close()
        self.note(path, digest(data))
        shown = write_plainly(data) if path.suffix.lower() == ".svg" else stand_in(path, data)
        # The engine reads the file itself again where it is told its address.
        address = response.url if shown is data else url
        return URLFetcherResponse(address, shown, response.headers, response.status)

    def hide(self, text: str) -> str:
        """Put the engine's addresses in place of the folders' own."""
        for number, folder in enumerate(self.folders):
            text = text.replace(f"{folder.as_uri()}/", f"{PRESS}{number}/")
        return text

    def name(self, url: str) -> tuple[int, str]:
        """The number of the folder that an address of ours leads into, and the name of the file there."""
        number, _, name = url.removeprefix(PRESS).partition("/")
        return int(number), unquote(name)

    def _show(self, url: str) -> str:
        """Put a folder's own address back."""
        number, slash, rest = url.removeprefix(PRESS).partition("/")
        known = url.startswith(PRESS) and slash and number.isdigit() and int(number) < len(self.folders)
        return f"{self.folders[int(number)].as_uri()}/{rest}" if known else url
