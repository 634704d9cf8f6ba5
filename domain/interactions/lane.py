"""The ways of interactions to the database, many in one statement: what is read for them, and where they are kept."""

from collections.abc import Sequence

from core.database import Database
from core.lanes import Lanes
from domain.interactions import store
from domain.interactions.store import Circumstances, New, Where
from domain.interactions.stored import StoredInteraction
from domain.interactions.tokens import Named


class InteractionLane:
    """Group commit: each row with its events."""

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


class ReadingLane:
    """What is asked while a look is under way is looked for in the next one. Nobody gets what was read before."""

    def __init__(self, database: Database) -> None:
        self._circumstances: Lanes[Where, Circumstances | None] = Lanes(
            lambda batch: store.find_circumstances(database, batch)
        )
        self._interactions: Lanes[Named, StoredInteraction | None] = Lanes(
            lambda batch: store.find_several(database, batch)
        )

    async def circumstances(self, asked: Where) -> Circumstances | None:
        """None when there is no such application, or the channel is gone."""
        return await self._circumstances.put(asked)

    async def interaction(self, named: Named) -> StoredInteraction | None:
        return await self._interactions.put(named)
