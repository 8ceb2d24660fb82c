"""Open the desk of an issue in the browser."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pressroom import __version__
from pressroom.cli.options import config_options, find_config, find_issues, show_report
from pressroom.pipeline.orders import Order
from pressroom.report import PressroomError
from pressroom.workshop.places import magazine_of

_MISSING = "the desk needs packages that are not installed: pip install --upgrade pressroom"
_ENDING = 1  # seconds that open pages have when the desk is closed


@click.command()
@click.argument("issue", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="any that is free", help="The port.")
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser.  [default: open]")
@config_options
def desk(issue: str | None, port: int, opens: bool, jobs: int, magazine: Path | None, **config: Any) -> None:
    """Open an issue in the browser: its pages as they are while you write, an editor, the flatplan.

    It listens on this machine alone, under an address that holds a secret. Ctrl-C closes it.
    """
    try:
        import uvicorn

        from pressroom.desk.press import WarmPress
        from pressroom.desk.server import DeskServer, Hub, make_app
        from pressroom.desk.watching import watch_folders
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("pressroom"):
            raise
        raise click.UsageError(f"{_MISSING}\n({error.name} is missing)") from None
    (found,) = find_issues([issue] if issue else [], magazine)
    settings = find_config(found.magazine, **config)
    Order(found.folder, settings, ()).prove()
    token, hub, ended = secrets.token_urlsafe(24), Hub(), threading.Event()
    with socket.socket() as listening, WarmPress(found.folder, settings, jobs, hub.tell) as press:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()  # who is quick waits, and is not turned away
        port = listening.getsockname()[1]
        hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
        folders = (found.folder, *settings.layouts, *settings.fonts)
        desk_server = DeskServer(press, hub)
        out = (found.magazine / "out", settings.cache)
        watcher = threading.Thread(target=watch_folders, args=(folders, out, desk_server.heard, ended), daemon=True)
        watcher.start()
        address = f"http://127.0.0.1:{port}/{token}/"
        click.echo(f"{found.folder.resolve().name}: {address}")
        if opens and not _open_browser(address):
            click.echo("open this address in a browser", err=True)
        sys.stdout.flush()
        server = uvicorn.Server(
            uvicorn.Config(
                make_app(desk_server, token, hosts),
                log_level="error",
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=_ENDING,
            )
        )
        server.run([listening])
        ended.set()


@click.command()
def lsp() -> None:
    """Serve an editor by the Language Server Protocol: findings, completion, hover, go-to, quick fixes."""
    try:
        from pressroom.desk.language_server import make_language_server
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("pressroom"):
            raise
        raise click.UsageError("the language server needs pygls: pip install 'pressroom[lsp]'") from None
    server = make_language_server(__version__, lambda folder: find_config(magazine_of(folder)))
    try:
        server.start_io()
    finally:
        server.close_presses()


def build_again(orders: Sequence[Order], build: Callable[[], bool]) -> None:
    """Build whenever a source of some orders is saved, until Ctrl-C; what cannot be built is said, and waited for."""
    from pressroom.desk.watching import watch_folders

    def again(_files: set[Path]) -> None:
        try:
            build()
        except PressroomError as error:
            show_report(error.report)

    folders = {folder for order in orders for folder in (order.folder, *order.config.layouts, *order.config.fonts)}
    without = {folder for order in orders for folder in (order.out, order.config.cache)}
    click.echo("watching; Ctrl-C ends it", err=True)
    watch_folders(sorted(folders), without, again, threading.Event())


def _open_browser(address: str) -> bool:
    import webbrowser  # it looks for browsers when it is loaded

    return webbrowser.open(address)
