"""What a user is told of his own list. Docs (user-side): gateway/gateway-events#relationship-add."""

import msgspec

from core.events import Draft, user_topic
from core.wire import UNSET, Snowflake
from domain.relationships.records import PartialRelationship, Relationship, RelationshipAdded, StoredRelationship
from domain.users.records import User

EVENTS = {
    "RELATIONSHIP_ADD": RelationshipAdded,
    "RELATIONSHIP_UPDATE": PartialRelationship,
    "RELATIONSHIP_REMOVE": PartialRelationship,
}


def shown(stored: StoredRelationship, user: User) -> Relationship:
    return Relationship(
        id=user.id,
        type=stored.type,
        user=user,
        nickname=stored.nickname,
        user_ignored=stored.user_ignored,
        stranger_request=UNSET if stored.stranger_request is None else stored.stranger_request,
        origin_application_id=Snowflake(stored.origin_application_id) if stored.origin_application_id else UNSET,
        since=UNSET if stored.since is None else stored.since,
        note=stored.note or UNSET,
    )


def _partial(stored: StoredRelationship) -> PartialRelationship:
    return PartialRelationship(
        id=Snowflake(stored.other_id),
        type=stored.type,
        nickname=stored.nickname,
        user_ignored=stored.user_ignored,
        stranger_request=UNSET if stored.stranger_request is None else stored.stranger_request,
        since=UNSET if stored.since is None else stored.since,
    )


def relationship_add(stored: StoredRelationship, user: User, *, should_notify: bool) -> Draft:
    """It is new, or has become another."""
    fields = msgspec.structs.asdict(shown(stored, user))
    payload = RelationshipAdded(**fields, should_notify=should_notify)
    return Draft(user_topic(stored.user_id), "RELATIONSHIP_ADD", payload)


def relationship_update(stored: StoredRelationship) -> Draft:
    return Draft(user_topic(stored.user_id), "RELATIONSHIP_UPDATE", _partial(stored))


def relationship_remove(stored: StoredRelationship) -> Draft:
    """`stored` is as it was."""
    return Draft(user_topic(stored.user_id), "RELATIONSHIP_REMOVE", _partial(stored))
