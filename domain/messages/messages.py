"""The messages as one process holds them: all that their actions and queries work with."""

from core.database import Database
from core.objects import Objects
from core.settings import Settings
from domain.auto_moderation.moderation import Moderation
from domain.messages.authors import Authors
from domain.messages.lane import MessageLane
from domain.messages.links import Links


class Messages:
    def __init__(self, settings: Settings, database: Database, objects: Objects) -> None:
        self.database = database
        self.objects = objects
        self.authors = Authors()
        self.lane = MessageLane(database)
        self.links = Links(settings)
        self.moderation = Moderation()
        self.unfurls = settings.link_embeds == "on"
