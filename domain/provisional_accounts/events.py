"""What a user is told when a provisional account has become his. Docs (user-side): gateway/gateway-events."""

from core.events import Draft, user_topic
from core.wire import Snowflake
from domain.provisional_accounts.records import UserMerged

EVENTS = {"USER_MERGE_OPERATION_COMPLETED": UserMerged}


def user_merged(user_id: int, operation_id: int, source_id: int) -> Draft:
    told = UserMerged(Snowflake(operation_id), Snowflake(source_id))
    return Draft(user_topic(user_id), "USER_MERGE_OPERATION_COMPLETED", told)
