"""The interactions as one process holds them: all that their actions work with."""

from core.database import Database
from core.settings import Settings
from domain.channels.access import Access
from domain.guilds.states import GuildStates
from domain.interactions.deadlines import Deadlines
from domain.interactions.lane import InteractionLane, ReadingLane
from domain.messages.messages import Messages


class Interactions:
    def __init__(
        self, settings: Settings, database: Database, messages: Messages, guilds: GuildStates, access: Access
    ) -> None:
        self.database = database
        self.messages = messages
        self.guilds = guilds
        self.access = access
        self.lane = InteractionLane(database)
        self.reading = ReadingLane(database)
        self.deadlines = Deadlines(database)
        self.file_size_limit = settings.file_size_limit
