"""Where workers come from: the name of what they do in, processes that are ready to do it out.

On Linux they are forked from one process, the nursery, that has loaded what they need: such a start takes milliseconds
and shares its memory. Elsewhere forking is not sound (fonts of macOS) or not to be had: each worker loads for itself.

Nothing here belongs to the process that asks: there may be several nurseries, in several threads, and inside a process
that is itself somebody's worker (multiprocessing forbids its daemons to have children).
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn, Protocol

if sys.platform != "win32":
    import resource

_START = 120.0  # seconds that what workers need may take to load
_WATCH = "watch"  # the thread of a worker that ends it with its builder
_LENGTH = struct.Struct("!I")
Work = Callable[..., Any]


@dataclass(frozen=True)
class Service:
    """What workers do: the name of a function, as ``pressroom.setting.slot:make_setter``, and its arguments.

    It gives two things: the function that does a task, and a greeting for whoever hires.
    """

    maker: str
    arguments: tuple[Any, ...] = ()

    @property
    def module(self) -> str:
        """The module that has to be loaded."""
        return self.maker.partition(":")[0]


@dataclass(frozen=True)
class Failure:
    """Why a task has no result: ``died``, ``time``, ``memory``, ``disk`` or ``error``, and what is known of it."""

    why: str
    said: str


@dataclass
class Hired:
    """A worker: what it is known by, and our end of its pipe."""

    pid: int
    pipe: Connection
    process: BaseProcess | None = None


class Agency(Protocol):
    """Whatever hires workers and ends them."""

    def hire(self, megabytes: int) -> Hired:
        """Start a worker; it says its greeting first.

        :raises OSError: where none can be started.
        """

    def end(self, hired: Hired) -> str:
        """End a worker at once, if it has not ended; say how it ended."""

    def close(self) -> None:
        """End all that is left."""


def open_agency(service: Service, nursery: Nursery | Forker | None = None) -> Agency:
    """Have workers for a service; a nursery that has loaded its module already is put to use."""
    if not sys.platform.startswith("linux"):
        return Spawner(service)
    nursery = nursery or Nursery(service.module)
    nursery.make(service)
    return nursery


def open_own_agency(service: Service) -> Agency:
    """Have workers that are this process once more, where it can be forked: they share what it has loaded.

    A process with threads cannot, for what these hold is held for ever in the copy.
    """
    return Forker(service) if can_fork() else open_agency(service)


def can_fork() -> bool:
    """Whether this process can be copied as it is: a worker's watch over its builder only waits, and holds nothing."""
    busy = [thread for thread in threading.enumerate() if thread.name != _WATCH]
    return sys.platform.startswith("linux") and busy == [threading.main_thread()] == [threading.current_thread()]


class Nursery:
    """A process that workers are forked from. It ends, with all of them, when the process ends that has it."""

    def __init__(self, module: str) -> None:
        self._control, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        names = f"{theirs.fileno()}, {lifeline}, {module!r}"
        start = f"import sys; sys.path[:] = {sys.path!r}; from pressroom.workshop.nursery import serve; serve({names})"
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", start], pass_fds=(theirs.fileno(), lifeline), stdin=subprocess.DEVNULL
            )
        finally:
            theirs.close()
            os.close(lifeline)
        self._control.settimeout(_START)
        self._lock = threading.Lock()

    def make(self, service: Service) -> None:
        """Say what its workers will do; it gets ready while we go on."""
        with contextlib.suppress(OSError):  # the first worker that is asked for will tell
            _send(self._control, ("make", service))

    def hire(self, megabytes: int) -> Hired:
        """Have a worker forked, as soon as the nursery is ready."""
        ours, theirs = socket.socketpair()
        with ours:
            with self._lock, theirs:
                _send(self._control, ("fork", megabytes), (theirs.fileno(),))
                pid = _receive(self._control)[0]
            if not isinstance(pid, int):
                raise OSError(f"no worker can be started: {pid}")
            return Hired(pid, Connection(ours.detach()))

    def end(self, hired: Hired) -> str:
        """Have a worker killed; nothing is known of how it ended where the nursery has ended before."""
        hired.pipe.close()
        try:
            with self._lock:
                _send(self._control, ("end", hired.pid))
                return str(_receive(self._control)[0])
        except OSError:
            return "its nursery ended"

    def close(self) -> None:
        """End the nursery and all its workers."""
        self._control.close()
        os.close(self._lifeline)
        self._process.kill()
        self._process.wait()


class Forker:
    """Forks workers from this very process.

    One that has loaded the engine may be handed to builds as their nursery: it is told then what workers do.
    """

    def __init__(self, service: Service | None = None) -> None:
        self._service = service
        self._hired: list[Hired] = []
        self._lifeline = os.pipe()

    def make(self, service: Service) -> None:
        """Say what its workers will do."""
        self._service = service

    def hire(self, megabytes: int) -> Hired:
        """Start a worker."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            pid = os.fork()
            if not pid:
                ours.close()
                self._be_worker(Connection(theirs.detach()), megabytes)
            hired = Hired(pid, Connection(ours.detach()))
        self._hired.append(hired)
        return hired

    def _be_worker(self, pipe: Connection, megabytes: int) -> NoReturn:
        try:
            os.close(self._lifeline[1])
            for hired in self._hired:
                hired.pipe.close()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _watch_builder(self._lifeline[0])
            made = _make(self._service) if self._service else ""
            if not isinstance(made, str):
                _work(pipe, *made, megabytes)
        finally:
            os._exit(0)

    def end(self, hired: Hired) -> str:
        """Kill a worker, if it lives."""
        hired.pipe.close()
        self._hired.remove(hired)
        return _end_child(hired.pid)

    def close(self) -> None:
        """Kill all workers that are left."""
        for hired in list(self._hired):
            self.end(hired)
        for end in self._lifeline:
            os.close(end)


class Spawner:
    """Starts each worker as a program of its own."""

    def __init__(self, service: Service) -> None:
        self._service, self._context = service, multiprocessing.get_context("spawn")
        self._hired: list[Hired] = []

    def hire(self, megabytes: int) -> Hired:
        """Start a worker."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_be_spawned, args=(theirs, self._service, megabytes), daemon=True)
        try:
            process.start()
        finally:
            theirs.close()
        hired = Hired(process.pid or 0, ours, process)
        self._hired.append(hired)
        return hired

    def end(self, hired: Hired) -> str:
        """Kill a worker, if it lives."""
        hired.pipe.close()
        assert hired.process is not None
        hired.process.join(1)
        code = hired.process.exitcode
        hired.process.kill()
        hired.process.join()
        if hired in self._hired:
            self._hired.remove(hired)
        return _name_exit(code if code is not None else -9)

    def close(self) -> None:
        """Kill all workers that are left."""
        for hired in list(self._hired):
            self.end(hired)


def _send(control: socket.socket, value: Any, descriptors: tuple[int, ...] = ()) -> None:
    """Send a value, and open files with it."""
    data = pickle.dumps(value)
    socket.send_fds(control, [_LENGTH.pack(len(data))], descriptors)
    control.sendall(data)


def _receive(control: socket.socket) -> tuple[Any, list[int]]:
    """Receive a value, and the files that came with it.

    :raises OSError: if the other side has ended or says nothing.
    """
    head, descriptors, _, _ = socket.recv_fds(control, _LENGTH.size, 1)
    if len(head) < _LENGTH.size:
        raise ConnectionResetError("the other side has ended")
    length, data = _LENGTH.unpack(head)[0], b""
    while len(data) < length:
        part = control.recv(length - len(data))
        if not part:
            raise ConnectionResetError("the other side has ended")
        data += part
    return pickle.loads(data), descriptors


# What follows runs in the nursery and in workers.


def serve(control: int, lifeline: int, module: str) -> NoReturn:
    """Be a nursery: load a module, then fork and end workers as told, until nobody is left to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forget_fonts()
    ended = _Served(socket.socket(fileno=control), lifeline)
    with contextlib.suppress(OSError):
        import_module(module)
        ended.listen()
    ended.end_all()
    os._exit(0)


def forget_fonts() -> None:
    """Have Fontconfig find no fonts of the machine when the engine is loaded, and look for none.

    They would not be used, but to find them may take long, and where there are none the engine warns of it.
    """
    os.putenv("FONTCONFIG_FILE", str(Path(__file__).with_name("no-fonts.conf")))
    warnings.filterwarnings("ignore", message="(No fonts configured|FontConfig cannot load)", category=UserWarning)


class _Served:
    """The nursery at work: who asks, what its workers do, and those that it has forked."""

    def __init__(self, control: socket.socket, lifeline: int) -> None:
        self._control, self._lifeline = control, lifeline
        self._ready: tuple[Work, Any] | str = "nothing is to be done"
        self._forked: set[int] = set()

    def listen(self) -> None:
        """Do as told.

        :raises OSError: when the other side has ended.
        """
        while True:
            (what, value), descriptors = _receive(self._control)
            if what == "make":
                self._ready = _make(value)
                gc.collect()
                gc.freeze()  # what is shared with workers is looked at no more, and stays shared
            elif what == "fork":
                _send(self._control, self._fork(descriptors[0], value))
            else:
                _send(self._control, self._end(value))

    def _fork(self, pipe: int, megabytes: int) -> int | str:
        if isinstance(self._ready, str):
            os.close(pipe)
            return self._ready
        pid = os.fork()
        if pid:
            os.close(pipe)
            self._forked.add(pid)
            return pid
        self._control.close()
        _watch_builder(self._lifeline)
        try:
            _work(Connection(pipe), *self._ready, megabytes)
        finally:
            os._exit(0)

    def _end(self, pid: int) -> str:
        """Kill a worker that has not ended, and say how it ended: until now its number was not given away again."""
        if pid not in self._forked:
            return "unknown"
        self._forked.discard(pid)
        return _end_child(pid)

    def end_all(self) -> None:
        """Kill all workers."""
        for pid in list(self._forked):
            with contextlib.suppress(OSError):
                self._end(pid)


def _end_child(pid: int) -> str:
    """Kill a child that has not ended, and say how it ended."""
    if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        os.kill(pid, signal.SIGKILL)
    return _name_exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _be_spawned(pipe: Connection, service: Service, megabytes: int) -> None:
    """Be a worker that loads for itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forget_fonts()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    made = _make(service)
    if not isinstance(made, str):
        _work(pipe, *made, megabytes)


def _end_with_parent(parent: BaseProcess) -> None:
    """End when the builder ends."""
    parent.join()
    signal.raise_signal(signal.SIGTERM)


def _make(service: Service) -> tuple[Work, Any] | str:
    """Get ready for a service, or say why that cannot be."""
    try:
        made: tuple[Work, Any] = _find(service.maker)(*service.arguments)
    except Exception as error:
        return explain(error)
    return made


def _work(pipe: Connection, work: Work, greeting: Any, megabytes: int) -> None:
    """Be a worker: say the greeting, then do tasks until the pipe is closed."""
    _limit_memory(megabytes)
    sys.unraisablehook = lambda _: None  # where memory is refused, what cannot be cleared away would be printed
    with contextlib.suppress(EOFError, OSError):
        pipe.send(greeting)
        while True:
            pipe.send(do_task(work, pipe.recv()))


def do_task(work: Work, task: tuple[Any, ...]) -> Any:
    """Do a task; what goes wrong is handed back."""
    try:
        return work(*task)
    except MemoryError:
        return Failure("memory", "")
    except OSError as error:
        return Failure("disk", error.strerror or str(error))
    except Exception as error:
        return Failure("error", explain(error))


def explain(error: Exception) -> str:
    """Say what went wrong, and where."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"


def _find(name: str) -> Callable[..., Any]:
    """Find a function by its name."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _watch_builder(lifeline: int) -> None:
    """Begin to watch over the builder's end."""
    threading.Thread(target=_end_with_builder, args=(lifeline,), name=_WATCH, daemon=True).start()


def _end_with_builder(lifeline: int) -> None:
    """End when the builder ends, however that came: a worker that has run away would else go on for ever."""
    os.read(lifeline, 1)  # nothing is ever written: it ends with the process that holds the other end
    os.kill(os.getpid(), signal.SIGKILL)


def _limit_memory(megabytes: int) -> None:
    """Refuse memory beyond what is in use now and so many megabytes more."""
    status = Path("/proc/self/statm")
    if sys.platform == "win32" or not megabytes or not status.is_file():
        return
    used = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))


def _name_exit(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit status {code}"
