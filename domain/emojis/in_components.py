"""Emojis on buttons and on the options of selects: a custom one is known by its id, its name and movement from here.

Docs: components/reference#button.
"""

from collections.abc import Iterator, Sequence

from core import form_codes
from core.database import Reader
from core.problems import Faults
from core.wire import Snowflake
from domain.components.paths import AnyRequest, Steps, every
from domain.components.requests import ButtonRequest, ComponentEmojiRequest, StringSelectRequest
from domain.emojis import store


async def complete(
    reader: Reader, sent: Sequence[AnyRequest], application_id: int, faults: Faults, path: Steps = ("components",)
) -> None:
    """Writes name and movement into each custom emoji; notes those that are none, or another application's.

    `path` is where the components stand in the request.
    """
    used = [(at, emoji, emoji.id) for at, emoji in _every_emoji(sent, path) if emoji.id is not None]
    if not used:
        return
    known = await store.by_ids(reader, {emoji_id for _, _, emoji_id in used})
    for at, emoji, emoji_id in used:
        stored = known.get(Snowflake(emoji_id))
        if stored is None or (stored.of_application and stored.owner_id != application_id):
            faults.add((*at, "id"), form_codes.BUTTON_COMPONENT_INVALID_EMOJI)
        else:
            emoji.name, emoji.animated = stored.name, stored.animated


def _every_emoji(sent: Sequence[AnyRequest], path: Steps) -> Iterator[tuple[Steps, ComponentEmojiRequest]]:
    for at, one in every(sent, path):
        if isinstance(one, ButtonRequest) and one.emoji is not None:
            yield (*at, "emoji"), one.emoji
        elif isinstance(one, StringSelectRequest):
            for index, option in enumerate(one.options):
                if option.emoji is not None:
                    yield (*at, "options", index, "emoji"), option.emoji
