"""What the platform tells a user in its own name."""

from domain import system_messages
from domain.notices import Notice
from tests.deliveries.conftest import Here


async def test_a_notice_comes_once_though_its_job_runs_twice(here: Here) -> None:
    user = await here.user()
    notice = Notice(int(user.id), "Look here.", "a reason")  # pyright: ignore[reportArgumentType]
    for _ in range(2):
        database, access, messages = here.instance.database, here.instance.access, here.instance.messages
        await system_messages.deliver(database, access, messages, notice)
    assert await here.told(user) == "Look here."
    [channel] = await user.get("/users/@me/channels")
    assert len(await user.get(f"/channels/{channel['id']}/messages")) == 1
