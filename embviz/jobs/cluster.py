"""A Dask cluster as an executor: chunks of work on other machines.

Dask does the work: it carries calls to workers, and repeats what a worker had under way that died.
What stays the same from call to call (`Lasting`) is sent to one worker, once, and the calls follow
it there; where that worker dies, Dask sends it to another. The rest travels with each call: were
states kept on workers, each would be the end of a chain that is worked through anew from its first
chunk when a worker dies.

Here is only what our chunks ask for besides. They have to be bit for bit those of this machine, so
a cluster must have the same versions, and a worker process carries out one of them at a time, since
trainers share matrices. A cluster that is lost is lost for good: calls under way, and all later
ones, raise `ClusterError`, and whoever made them goes on here.
"""

import atexit
import contextlib
import copy
import functools
import logging
import os
import platform
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from importlib import metadata
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from embviz.errors import ClusterError
from embviz.jobs.executors import WorkCrashed
from embviz.util.lasting import Lasting
from embviz.util.places import SCHEDULER

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 5.0
"""Seconds for which a scheduler, and then its first worker, is waited for."""

ANSWER_S = 30.0
"""Seconds for which a scheduler that is busy may not answer, or have no worker."""

WATCH_S = 1.0
"""How often it is asked."""

PACKAGES = ("embviz", "numpy", "scipy", "distributed")
"""What has to be there in the same version, and Python up to its second number."""

PASSING = ("no_scheduler", "no_workers")
"""Reasons that have passed on another day; for the others something has to be installed."""

_one_at_a_time = threading.Lock()

_unclosed: "list[Client]" = []
"""Connections that could not be closed. A client that is collected closes itself, which waits for
ever where another one is being made in the same thread."""


def executor(cluster: "str | Client | None" = None, *, timeout_s: float = CONNECT_S) -> "Cluster":
    """Connect to a Dask cluster, for the argument `executor` of `train`, `sweep` and `ensemble`.

    Where nobody answers it warns, and all is done on this machine; and so it is from where it was
    when a cluster goes away later.

    Args:
        cluster: The address of a scheduler, such as "tcp://10.0.0.5:8786", or a
            `distributed.Client`; None: what the variable EMBVIZ_SCHEDULER names.
        timeout_s: For how long to wait for the scheduler, and for its first worker.

    Returns:
        An executor; a `with` block closes it.

    Raises:
        ClusterError: `other_versions`, `no_package`: what runs there is not what runs here;
            `no_distributed`.
        ValueError: If there is no address.
    """
    place = cluster or os.environ.get(SCHEDULER)
    if not place:
        raise ValueError(f"executor needs an address such as tcp://10.0.0.5:8786, or {SCHEDULER}")
    reached = reach(place, _warn, timeout_s)
    if reached.lost is not None:
        if reached.lost.reason not in PASSING:
            raise reached.lost
        _warn(reached.lost)
    return reached


def reach(
    cluster: "str | Client", tell: Callable[[ClusterError], None], timeout_s: float = CONNECT_S
) -> "Cluster":
    """Connect to a Dask cluster; one that cannot be used is lost at once, of which nobody is told.

    Args:
        cluster: As for `executor`.
        tell: Called, in any thread, if it is lost later.
        timeout_s: As for `executor`.
    """
    try:
        client = _connection(cluster, timeout_s) if isinstance(cluster, str) else cluster
    except ClusterError as error:
        return Cluster(None, tell, lost=error)
    own = client is not cluster
    try:
        return Cluster(client, tell, _checked(client, timeout_s), own=own)
    except ClusterError as error:
        if own:
            _close(client)
        return Cluster(None, tell, lost=error)


class Cluster(Executor):
    """The workers of a cluster.

    Args:
        client: The connection; None: there is none, for the reason `lost`.
        tell: Called if it is lost.
        addresses: Those of its workers.
        own: Whether the connection ends with this executor.
        lost: Why there is none.

    Attributes:
        address: The scheduler's.
        lost: Why calls are no longer taken; None: they are.
    """

    def __init__(
        self,
        client: "Client | None",
        tell: Callable[[ClusterError], None],
        addresses: Sequence[str] = (),
        own: bool = True,
        lost: ClusterError | None = None,
    ) -> None:
        self.lost, self.address = lost, "" if client is None else client.scheduler.address
        self._client, self._tell, self._addresses, self._own = client, tell, addresses, own
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._pending: set[Future[Any]] = set()
        self._sent: WeakKeyDictionary[Lasting[Any], Any] = WeakKeyDictionary()
        self._turn = 0
        if client is not None:
            self._calls = client.get_executor(pure=False)
            # Not Dask's own thread: who gets an answer unpacks it, and makes the next call.
            self._answers = ThreadPoolExecutor(1)
            threading.Thread(target=self._watch, args=(client,), daemon=True).start()
            atexit.register(self.shutdown)

    @property
    def workers(self) -> int:
        """How many worker processes there are."""
        return len(self._addresses)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Call an importable function on a worker.

        Raises:
            ClusterError: If the cluster is lost. The future raises it if that happens later.
        """
        future: Future[Any] = Future()
        call = functools.partial(fn, **kwargs) if kwargs else fn
        with self._lock:
            if self.lost is not None:
                raise copy.copy(self.lost)  # whose trace would hold on to all that it passed
            self._pending.add(future)
            answer = self._send(call, args)
        answer.add_done_callback(functools.partial(self._hand_over, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the connection; the cluster goes on."""
        self._end(ClusterError("closed", "the connection to the cluster was closed"))

    def _send(self, call: Callable[..., Any], args: Sequence[Any]) -> "Future[Any]":
        import dask

        answer: Future[Any] = Future()
        # What is large goes through the scheduler because it must be there to be sent anew.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
            try:
                sent = map(self._place, args)
                answer = self._calls.submit(_there, self.address, versions(), call, *sent)
            except Exception as error:  # of many kinds, where the connection is gone
                answer.set_exception(error if self._connected else _gone(self.address))
        return answer

    @property
    def _connected(self) -> bool:
        return self._client is not None and self._client.status == "running"

    def _place(self, value: Any) -> Any:
        """What stands for an argument: what lasts is sent to a worker, to each of them in turn."""
        if not isinstance(value, Lasting) or self._client is None:
            return value
        if value not in self._sent:
            self._turn += 1
            where = [self._addresses[self._turn % self.workers]] if self._addresses else None
            self._sent[value] = self._client.submit(
                _same, value, pure=False, workers=where, allow_other_workers=where is not None
            )
        return self._sent[value]

    def _hand_over(self, future: "Future[Any]", answer: "Future[Any]") -> None:
        with contextlib.suppress(RuntimeError):  # Python is about to end
            self._answers.submit(self._take, future, answer)

    def _take(self, future: "Future[Any]", answer: "Future[Any]") -> None:
        error = _gone(self.address) if answer.cancelled() else _translated(answer.exception())
        if isinstance(error, ClusterError):
            self._lose(error)
            return
        with self._lock:
            if future not in self._pending:  # given up meanwhile
                return
            self._pending.remove(future)
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(answer.result())

    def _watch(self, client: "Client") -> None:
        """See that the cluster is lost where no call tells: it is frozen, or has no workers."""
        since = time.monotonic()  # its workers were last seen
        while not self._ended.wait(WATCH_S):
            there = self._counted(client) if self._connected else None
            if there is None:
                self._lose(_gone(self.address))
            elif there:
                self._addresses, since = list(there), time.monotonic()
            elif time.monotonic() - since > ANSWER_S:
                self._lose(_no_workers(self.address, ANSWER_S))

    def _counted(self, client: "Client") -> Mapping[str, int] | None:
        """The workers by address, with their threads; None: the scheduler does not say."""
        with contextlib.suppress(Exception):  # of many kinds
            counted: Mapping[str, int] = client.sync(
                client.scheduler.ncores, callback_timeout=ANSWER_S
            )
            return counted
        return None

    def _lose(self, error: ClusterError) -> None:
        self._end(error, self._tell)

    def _end(self, error: ClusterError, tell: Callable[[ClusterError], None] | None = None) -> None:
        """Take no more calls, and give up those under way."""
        with self._lock:
            if self.lost is not None:
                return
            self.lost = error
            given_up, self._pending = self._pending, set()
        self._ended.set()
        self._sent.clear()
        atexit.unregister(self.shutdown)
        if tell is not None:
            tell(error)
        for future in given_up:
            future.set_exception(copy.copy(error))
        if self._own and self._client is not None:
            # The scheduler may be gone; nobody has to wait until that is certain.
            threading.Thread(target=_close, args=(self._client,), daemon=True).start()


# ---- what is there -------------------------------------------------------------------------------


def _connection(address: str, timeout_s: float) -> "Client":
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        message = "a cluster needs Dask: pip install 'embviz[cluster]'"
        raise ClusterError("no_distributed", message) from error
    client = Client.__new__(Client)  # at hand also if it fails, to be closed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions, which are looked at below
        try:
            client.__init__(address, timeout=timeout_s, set_as_default=False)
        except (OSError, ValueError) as error:
            _close(client)
            message = f"no Dask scheduler answers at {address}; all is done here"
            raise ClusterError("no_scheduler", message, address=address) from error
    return client


def _checked(client: "Client", timeout_s: float) -> tuple[str, ...]:
    """The addresses of a cluster's workers, which have the same versions as this machine."""
    try:
        client.wait_for_workers(1, timeout_s)
        found = client.get_versions(packages=PACKAGES)
    except TimeoutError as error:
        raise _no_workers(client.scheduler.address, timeout_s) from error
    for machine in (found["scheduler"], *found["workers"].values()):
        there = machine["packages"]
        _compare(client.scheduler.address, versions(), {"Python": there["python"], **there})
    return tuple(found["workers"])


@functools.cache
def versions() -> Mapping[str, str | None]:
    """What is installed here, as far as results depend on it."""
    found: dict[str, str | None] = {"Python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = None
    return found


def _compare(
    address: str, ours: Mapping[str, str | None], theirs: Mapping[str, str | None]
) -> None:
    """Refuse a machine of a cluster with other versions than ours."""
    for package, here in ours.items():
        other = theirs.get(package)
        if other is None:
            message = f"the cluster at {address} has no {package}; here is {here}"
            facts = {"address": address, "package": package, "here": here}
            raise ClusterError("no_package", message, **facts)
        if package == "Python":
            here, other = (".".join(str(each).split(".")[:2]) for each in (here, other))
        if here != other:
            message = f"the cluster at {address} has {package} {other}, this machine {here}"
            facts = {"address": address, "package": package, "here": here, "there": other}
            raise ClusterError("other_versions", message, **facts)


def _no_workers(address: str, seconds: float) -> ClusterError:
    message = f"the cluster at {address} has no workers; work goes on here"
    return ClusterError("no_workers", message, address=address, seconds=seconds)


def _gone(address: str) -> ClusterError:
    message = f"the cluster at {address} is gone; work goes on here"
    return ClusterError("cluster_lost", message, address=address)


def _close(client: "Client") -> None:
    """Close a connection, and keep to ourselves what Dask says of a scheduler that is gone."""
    log = logging.getLogger("distributed.client")
    log.disabled = True
    try:
        client.close(CONNECT_S)
    except Exception:  # of many kinds
        _unclosed.append(client)
    log.disabled = False


def _warn(error: ClusterError) -> None:
    warnings.warn(str(error), stacklevel=3)


# ---- on a worker ---------------------------------------------------------------------------------


def _there(
    address: str, ours: Mapping[str, str | None], call: Callable[..., Any], *args: Any
) -> Any:
    """Carry out a call; also on a worker that came after the versions were compared."""
    _compare(address, ours, versions())
    with _one_at_a_time:
        return call(*args)


def _same(value: Any) -> Any:
    return value


def _translated(error: BaseException | None) -> BaseException | None:
    """What a call has raised, or what Dask says of its workers, in our words."""
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        crash = WorkCrashed("crashed", "the work ended several workers and was given up")
        crash.__cause__ = error
        return crash
    return error
