"""Reading applications."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.applications import store
from domain.applications.records import Application
from domain.users.identity import Identity

find = store.find_application  # a bot's application has the bot's id
find_client = store.find_client
of_owner = store.list_of_owner
summaries = store.summaries
Summary = store.Summary


async def get(reader: Reader, application_id: int) -> Application:
    """Raises 10002."""
    application = await store.find_application(reader, application_id)
    if application is None:
        raise Problem(codes.UNKNOWN_APPLICATION)
    return application


async def get_own(reader: Reader, identity: Identity, application_id: int) -> Application:
    """For its owner, or for its own bot. Raises 10002, or 20012 for anyone else."""
    application = await get(reader, application_id)
    if identity.user_id not in (application.owner.id, application.id):
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    return application
