"""The interactions as one process holds them: all that their actions work with."""

from core.database import Database
from domain.channels.access import Access
from domain.guilds.states import GuildStates
from domain.messages.messages import Messages


class Interactions:
    def __init__(self, database: Database, messages: Messages, guilds: GuildStates, access: Access) -> None:
        self.database = database
        self.messages = messages
        self.guilds = guilds
        self.access = access
