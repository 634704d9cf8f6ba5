"""The instance as one process holds it: its engines, and the caches over them."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from core import clock, leases, shared_clock
from core.bus import Bus
from core.database import Database
from core.limits import Limits
from core.objects import Objects
from core.settings import Settings
from domain.channels.access import Access
from domain.guilds.states import GuildStates
from domain.users.identity import Identities


class Instance:
    def __init__(self, settings: Settings, database: Database, bus: Bus, limits: Limits, objects: Objects) -> None:
        self.settings = settings
        self.database = database
        self.bus = bus
        self.limits = limits
        self.objects = objects
        self.identities = Identities(database, bus)
        self.guilds = GuildStates(database, bus)
        self.access = Access(database, self.guilds)
