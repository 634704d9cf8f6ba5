"""The instance as one process holds it: its engines, and the caches over them."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from core import clock, shared_clock, tokens
from core.bus import Bus
from core.database import Database
from core.leases import Lease
from core.limits import Limits, Policy
from core.objects import Objects
from core.outbound import Outbound
from core.redis_wire import RedisWire
from core.settings import Settings
from domain.channels.access import Access
from domain.deliveries.deliveries import Deliveries
from domain.guilds.states import GuildStates
from domain.interactions.interactions import Interactions
from domain.messages.messages import Messages
from domain.renditions import Renditions
from domain.users.identity import Identities


class Instance:
    """What routes and the gateway reach everything through. Opened once a process."""

    def __init__(self, settings: Settings, database: Database, redis: RedisWire, bus: Bus, limits: Limits) -> None:
        self.settings = settings
        self.database = database
        self.redis = redis
        self.bus = bus
        self.limits = limits
        self.objects = Objects(settings)
        self.renditions = Renditions(settings.data / "renditions", settings.rendition_cache_size)
        self.identities = Identities(database, bus)
        self.guilds = GuildStates(database, bus)
        self.access = Access(database, self.guilds)
        self.outbound = Outbound(settings.outbound_allow)
        self.deliveries = Deliveries(database, self.outbound, most_form_bytes=settings.request_size_limit)
        self.messages = Messages(settings, database, self.objects)
        self.interactions = Interactions(settings, database, self.messages, self.guilds, self.access)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, policy: Policy) -> AsyncGenerator[Self]:
        """Connects to the engines, which `settings` must name, and lets go of them at the end."""
        assert settings.database_url and settings.redis_url
        clock.set_skew(settings.clock_skew_s)
        async with AsyncExitStack() as undo:
            redis = await RedisWire.open(settings.redis_url)
            undo.push_async_callback(redis.close)
            await shared_clock.follow(redis)
            lease = await Lease.take(redis)
            undo.push_async_callback(lease.release)
            bus = Bus(redis)
            database = await Database.open(settings.database_url, bus)
            undo.push_async_callback(database.close)
            await tokens.open_key(database)
            limits = Limits(redis if settings.rate_limits == "on" else None, policy)
            instance = cls(settings, database, redis, bus, limits)
            undo.push_async_callback(instance.outbound.close)
            undo.push_async_callback(instance.deliveries.close)
            await instance.identities.open()
            yield instance
