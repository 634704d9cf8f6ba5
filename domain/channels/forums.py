"""What forums and media channels have beside others: tags and how posts are shown. Pure.

Docs: resources/channel#modify-channel-json-params-guild-channel, #forum-tag-object.
"""

from collections.abc import Sequence

from core import codes, form_codes, snowflakes
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels.records import Channel, CreateChannel, EditChannel
from domain.threads.records import DefaultReaction, ForumTag, SetDefaultReaction, SetForumTag


def furnish(channel: Channel) -> None:
    """Gives a new forum the defaults of its type."""
    channel.available_tags = []
    channel.default_reaction_emoji = None
    channel.default_sort_order = None
    channel.default_forum_layout = 0
    channel.default_tag_setting = None


def apply(channel: Channel, body: CreateChannel | EditChannel) -> None:
    """Raises 50035, 40061 for two tags of one name, 10087 for a tag that is not there to be changed."""
    if body.available_tags is not UNSET:
        wanted = [tag for tag in body.available_tags or () if tag is not None]
        channel.available_tags = _tags(channel.available_tags or [], wanted)
    if body.default_reaction_emoji is not UNSET:
        channel.default_reaction_emoji = _reaction(body.default_reaction_emoji)
    if body.default_sort_order is not UNSET:
        channel.default_sort_order = body.default_sort_order
    if body.default_forum_layout is not UNSET:
        channel.default_forum_layout = body.default_forum_layout or 0
    if body.default_tag_setting is not UNSET:
        channel.default_tag_setting = body.default_tag_setting


def _tags(before: Sequence[ForumTag], wanted: Sequence[SetForumTag]) -> list[ForumTag]:
    known = {tag.id for tag in before}
    tags: list[ForumTag] = []
    for index, tag in enumerate(wanted):
        name = tag.name.strip()
        if not 1 <= len(name) <= 20:  # the published schema takes 50; the docs say 20
            raise Problem.invalid(("available_tags", index, "name"), form_codes.BASE_TYPE_BAD_LENGTH, min=1, max=20)
        if tag.id and tag.id not in known:
            raise Problem(codes.UNKNOWN_TAG)
        emoji_name = None if tag.emoji_id else tag.emoji_name or None
        tags.append(
            ForumTag(
                tag.id or Snowflake(snowflakes.make()), name, bool(tag.moderated), tag.emoji_id or None, emoji_name
            )
        )
    if len({tag.name for tag in tags}) < len(tags) or len({tag.id for tag in tags}) < len(tags):
        raise Problem(codes.TAG_NAMES_NOT_UNIQUE)
    return tags


def _reaction(wanted: SetDefaultReaction | None) -> DefaultReaction | None:
    if wanted is None or not (wanted.emoji_id or wanted.emoji_name):
        return None
    return DefaultReaction(wanted.emoji_id or None, None if wanted.emoji_id else wanted.emoji_name)
