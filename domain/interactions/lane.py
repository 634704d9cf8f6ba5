"""The way of new interactions into the database: group commit, each row with its events in one statement."""

from collections.abc import Sequence

from core.database import Database
from core.lanes import Lanes
from domain.interactions import store
from domain.interactions.store import New


class InteractionLane:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._lanes: Lanes[New, None] = Lanes(self._run)

    async def put(self, new: New) -> None:
        """Done when it is committed and its events are on their way."""
        await self._lanes.put(new)

    async def _run(self, batch: Sequence[New]) -> list[None]:
        await store.insert(self._database, batch)
        self._database.outbox.publish([event for new in batch for event in new.events])
        return [None] * len(batch)
