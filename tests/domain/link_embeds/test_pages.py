"""Pages that are remembered, and pages that never end."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from core import clock
from core.outbound import Outbound
from domain.link_embeds.pages import Pages
from tests.pages import PageServer

HOUR_S = 3600


@pytest.fixture
async def outbound() -> AsyncGenerator[Outbound]:
    outbound = Outbound("127.0.0.0/8")
    yield outbound
    await outbound.close()
    clock.apply(clock.State())


async def test_a_page_is_remembered_for_an_hour(outbound: Outbound) -> None:
    pages = Pages(outbound)
    async with PageServer() as server:
        url = server.put("/", "<title>A page</title>")
        for step_s, asked in (0, 1), (HOUR_S - 60, 1), (120, 2):
            clock.step(step_s)
            assert await pages.find(url) is not None
            assert server.asked["/"] == asked


async def test_that_there_was_none_is_remembered_for_minutes(outbound: Outbound) -> None:
    pages = Pages(outbound)
    async with PageServer() as server:
        for step_s, asked in (0, 1), (200, 1), (200, 2):
            clock.step(step_s)
            assert await pages.find(f"{server.url}/none") is None
            assert server.asked["/none"] == asked


async def test_a_page_that_does_not_come_is_given_up(outbound: Outbound) -> None:
    async with PageServer() as server:
        url, asked, let = server.held("/", "<title>A page</title>")
        finding = asyncio.create_task(Pages(outbound).find(url))
        await asked.wait()
        clock.step(6)
        assert await finding is None
        let.set()
