"""A network that takes its time: a TCP proxy that hands every byte on after a delay, in order.

    python slow_network.py PORT MILLISECONDS

Prints its own port. Each direction waits half of the added round trip.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


class SlowNetwork:
    """The proxy in a process of its own, so that it takes no time from what is measured."""

    def __init__(self, port: int, milliseconds: float) -> None:
        command = [sys.executable, str(Path(__file__)), str(port), str(milliseconds)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    loop = asyncio.get_running_loop()

    def hand_on(data: bytes) -> None:
        with suppress(Exception):
            writer.write(data) if data else writer.close()

    with suppress(ConnectionError):
        while data := await reader.read(65536):
            loop.call_later(delay, hand_on, data)
    loop.call_later(delay, hand_on, b"")


async def _serve(port: int, delay: float) -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_carry(reader, there[1], delay), _carry(there[0], writer, delay))

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]) / 2000))
