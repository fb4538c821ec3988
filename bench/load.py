"""Many people at once: how long each waits, and what the server takes for it."""

from __future__ import annotations  # the arithmetic is tested without the packages of the bench

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.summaries import percentile
from bench.visitors import Answer, Visitor

if TYPE_CHECKING:
    from bench.servers import Server

Opened = Callable[[int], AbstractAsyncContextManager[Visitor]]

HEADER = (
    "人",
    "描き直し",
    "p50（秒）",
    "p90",
    "p99",
    "受信p50（kB）",
    "CPU（ミリ秒/回）",
    "CPU（%）",
    "メモリー（MB）",
)


@dataclass(frozen=True)
class Load:
    """What some people met with.

    Attributes:
        people: How many there were.
        answers: What each of their acts came to.
        seconds: How long it took.
        cpu_s: Processor time of the server meanwhile.
        memory_mb: What the server held at the end.
    """

    people: int
    answers: Sequence[Answer]
    seconds: float
    cpu_s: float
    memory_mb: float

    def wait(self, share: float) -> float:
        """The wait that a share of the acts did not exceed, in seconds."""
        return percentile([answer.seconds for answer in self.answers], share)

    @property
    def received(self) -> float:
        """Bytes of an answer, the median."""
        return percentile([answer.received for answer in self.answers], 0.5)

    @property
    def row(self) -> tuple[str | int | float, ...]:
        """The cells of a row below ``HEADER``."""
        return (
            self.people,
            len(self.answers),
            self.wait(0.5),
            self.wait(0.9),
            self.wait(0.99),
            self.received / 1000,
            self.cpu_s / len(self.answers) * 1000,
            round(self.cpu_s / self.seconds * 100),
            self.memory_mb,
        )


def loaded(server: Server, opened: Opened, people: int, think_s: float, seconds: float) -> Load:
    """Lets people use a page for a while, each with pauses to think.

    Args:
        server: The server.
        opened: From a seed to a visitor who has opened the page; that first visit is not counted.
        people: How many.
        think_s: Their pauses, from half of it to one and a half.
        seconds: How long, once all have come.
    """
    return asyncio.run(_loaded(server, opened, people, think_s, seconds))


async def _loaded(
    server: Server, opened: Opened, people: int, think_s: float, seconds: float
) -> Load:
    answers: list[Answer] = []
    everybody = asyncio.Barrier(people + 1)
    end = float("inf")

    async def use(seed: int) -> None:
        chance = random.Random(seed)
        await asyncio.sleep(chance.uniform(0, think_s))
        async with opened(seed) as visitor:
            await everybody.wait()
            await asyncio.sleep(chance.uniform(0, think_s))
            while time.monotonic() < end:
                answers.append(await visitor.act())
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think_s)

    async with asyncio.TaskGroup() as group:
        for seed in range(people):
            group.create_task(use(seed))
        await everybody.wait()
        began, cpu_s = time.monotonic(), server.cpu_s()
        end = began + seconds
        await asyncio.sleep(seconds)
        # What is still on its way is waited for and counted: it is what waits longest.
        taken_s = server.cpu_s() - cpu_s
    return Load(people, answers, seconds, taken_s, server.memory_mb())
