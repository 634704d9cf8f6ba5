"""What the gateway is told of users."""

from core.events import Draft, user_topic
from domain.users.records import CurrentUser

EVENTS = {"USER_UPDATE": CurrentUser}


def user_update(user: CurrentUser) -> Draft:
    return Draft(user_topic(user.id), "USER_UPDATE", user)
