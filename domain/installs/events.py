"""What a user's own clients are told of the applications that he uses. User-side."""

import msgspec

from core.events import Draft, user_topic
from core.wire import Snowflake


class UserApplication(msgspec.Struct):
    application_id: Snowflake


EVENTS = {"USER_APPLICATION_UPDATE": UserApplication, "USER_APPLICATION_REMOVE": UserApplication}


def user_application_update(user_id: int, application_id: int) -> Draft:
    return Draft(user_topic(user_id), "USER_APPLICATION_UPDATE", UserApplication(Snowflake(application_id)))


def user_application_remove(user_id: int, application_id: int) -> Draft:
    return Draft(user_topic(user_id), "USER_APPLICATION_REMOVE", UserApplication(Snowflake(application_id)))
