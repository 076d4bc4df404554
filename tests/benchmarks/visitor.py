"""A visitor without a browser: what its page would send and receive, on Streamlit's web socket.

It asks for a page, then again for each fragment that says how often (`st.fragment(run_every=…)`),
at these times and whether or not the last answer has come: as a browser does.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from types import TracebackType

from streamlit.proto.AutoRerun_pb2 import AutoRerun
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


class Visitor:
    """One tab.

    Attributes:
        maps: How many updates of the word map have come.
        runs: How many runs of scripts and fragments have ended.
        waiting: Whether a fragment still runs by itself: something is under way.
    """

    def __init__(self, address: str, query: str) -> None:
        self.maps = self.runs = 0
        self._address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._query, self._page = query, ""
        self._timers: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> "Visitor":
        self._socket: ClientConnection = await connect(
            self._address, subprotocols=["streamlit"], max_size=None, compression=None
        )
        self._reader = asyncio.create_task(self._read())
        await self._ask()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop(list(self._timers))
        await self._socket.close()
        await self._reader  # and hear what went wrong there

    @property
    def waiting(self) -> bool:
        return bool(self._timers)

    async def _ask(self, fragment: str = "") -> None:
        state = ClientState(
            query_string=self._query,
            page_script_hash=self._page,
            fragment_id=fragment,
            is_auto_rerun=bool(fragment),
        )
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _read(self) -> None:
        async for packed in self._socket:
            assert isinstance(packed, bytes)
            self._hear(ForwardMsg.FromString(packed))

    def _hear(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.HasField("bidi_component"):
            self.maps += 1
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:  # the whole page is drawn anew
                self._stop(list(self._timers))
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self.runs += 1
        elif kind == "auto_rerun":
            self._follow(message.auto_rerun)
        elif kind == "stop_auto_rerun":
            self._stop(message.stop_auto_rerun.fragment_ids)

    def _follow(self, wish: AutoRerun) -> None:
        self._stop([wish.fragment_id])
        self._timers[wish.fragment_id] = asyncio.create_task(self._repeat(wish))

    async def _repeat(self, wish: AutoRerun) -> None:
        while True:
            await asyncio.sleep(wish.interval)
            await self._ask(wish.fragment_id)

    def _stop(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if fragment in self._timers:
                self._timers.pop(fragment).cancel()


async def until(condition: Callable[[], bool], timeout_s: float) -> None:
    """Wait until a condition holds. Raises TimeoutError."""
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def all_of(visitors: list[Visitor]) -> AsyncIterator[list[Visitor]]:
    """Have all of them come, and leave."""
    async with contextlib.AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(each) for each in visitors))
        yield visitors
