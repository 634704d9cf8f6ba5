"""Where a widget's avatars are: under URLs that tell nobody whose they are, and are others in each guild."""

from core import tokens
from domain import image_formats, images
from domain.members.records import Member

FOLDER = "widget-avatars"


def url(public_url: str, guild_id: int, member: Member) -> str:
    """Where the picture of a member is."""
    user = member.user
    if member.avatar is not None:
        picture = images.key(images.Kind.MEMBER_AVATAR, f"{int(guild_id)}-{int(user.id)}", member.avatar)
    elif user.avatar is not None:
        picture = images.key(images.Kind.AVATAR, int(user.id), user.avatar)
    else:
        return f"{public_url}/embed/avatars/{(user.id >> 22) % image_formats.DEFAULT_AVATARS}.png"
    return f"{public_url}/{FOLDER}/{tokens.seal(f'{int(guild_id)} {picture}')}"


def picture_of(sealed: str) -> str | None:
    """The key of the picture, in the object store; None for what is no such URL."""
    text = tokens.unseal(sealed)
    return None if text is None else text.partition(" ")[2]
