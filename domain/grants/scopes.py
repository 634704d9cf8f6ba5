"""Every OAuth2 scope: what it lets an application do, and whether anyone may ask for it.

Docs: topics/oauth2#shared-resources-oauth2-scopes.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import msgspec

BOT = "bot"
COMMANDS = "applications.commands"
COMMANDS_UPDATE = "applications.commands.update"
DM_CHANNELS_READ = "dm_channels.read"
DM_CHANNELS_MESSAGES_READ = "dm_channels.messages.read"
EMAIL = "email"
GATEWAY_CONNECT = "gateway.connect"
GDM_JOIN = "gdm.join"
IDENTIFY = "identify"
LOBBIES_WRITE = "lobbies.write"
OPENID = "openid"
PREMIUM = "identify.premium"
SOCIAL_LAYER = "sdk.social_layer"
SOCIAL_LAYER_PRESENCE = "sdk.social_layer_presence"
WEBHOOK = "webhook.incoming"


class Scope(msgspec.Struct, frozen=True):
    """`says` follows "This lets the application …" on the consent page.

    `needs_approval`: only where the instance opens it. `installs`: it adds something to a guild or an account, and a
    bearer gains nothing by it. `by_code_only`: the implicit grant cannot have it. `by_secret_only`: no user gives it,
    for it is the application's own, and whoever gets a token in a browser would have it.
    """

    name: str
    says: str
    needs_approval: bool = False
    installs: bool = False
    by_code_only: bool = False
    by_secret_only: bool = False


_ALL = (
    Scope("activities.invites.write", "send invites to your activities", needs_approval=True),
    Scope("activities.read", "see what you are doing", needs_approval=True),
    Scope("activities.write", "change what you are shown to be doing", needs_approval=True),
    Scope("application_identities.write", "link your account of its game to yours here", needs_approval=True),
    Scope("applications.builds.read", "see the builds of your applications"),
    Scope("applications.builds.upload", "upload builds of your applications", needs_approval=True),
    Scope(COMMANDS, "add commands", installs=True),
    Scope("applications.commands.permissions.update", "change who may use its commands, where you may change that"),
    Scope(COMMANDS_UPDATE, "change its own commands", by_secret_only=True),
    Scope("applications.entitlements", "see the entitlements of your applications"),
    Scope("applications.store.update", "see and change the store pages of your applications"),
    Scope(BOT, "add its bot to a server", installs=True),
    Scope("connections", "see the accounts that you have linked"),
    Scope(DM_CHANNELS_READ, "see your direct messages and groups", needs_approval=True),
    Scope(DM_CHANNELS_MESSAGES_READ, "read your direct messages", needs_approval=True),
    Scope("dm_channels.messages.write", "send direct messages for you", needs_approval=True),
    Scope(EMAIL, "see your e-mail address"),
    Scope(GATEWAY_CONNECT, "be connected for you while you play"),
    Scope(GDM_JOIN, "add you to group conversations"),
    Scope("guilds.channels.read", "see the channels of your servers", needs_approval=True),
    Scope("guilds", "see which servers you are in"),
    Scope("guilds.join", "add you to servers"),
    Scope("guilds.members.read", "see your member profile in your servers"),
    Scope(IDENTIFY, "see your user name, avatar and banner"),
    Scope(PREMIUM, "see whether you have a subscription", needs_approval=True),
    Scope(LOBBIES_WRITE, "put you into lobbies, and speak there for you"),
    Scope("messages.read", "read messages in your client"),
    Scope(OPENID, "know that it is you"),
    Scope("relationships.read", "see your friends", needs_approval=True),
    Scope("relationships.write", "change your friends", needs_approval=True),
    Scope("role_connections.write", "update your connection and its metadata", by_code_only=True),
    Scope("rpc", "control your client", needs_approval=True),
    Scope("rpc.activities.write", "change what your client shows you to be doing", needs_approval=True),
    Scope("rpc.notifications.read", "receive your notifications", needs_approval=True),
    Scope("rpc.screenshare.read", "see whether you share your screen", needs_approval=True),
    Scope("rpc.screenshare.write", "change how you share your screen", needs_approval=True),
    Scope("rpc.video.read", "see your video settings", needs_approval=True),
    Scope("rpc.video.write", "change your video settings", needs_approval=True),
    Scope("rpc.voice.read", "see your voice settings and who speaks", needs_approval=True),
    Scope("rpc.voice.write", "change your voice settings", needs_approval=True),
    Scope(SOCIAL_LAYER, "let you talk to your friends and in lobbies while you play", needs_approval=True),
    Scope(SOCIAL_LAYER_PRESENCE, "show your friends what you play, and you what they do", needs_approval=True),
    Scope("voice", "connect to voice for you and see who is there", needs_approval=True),
    Scope(WEBHOOK, "post messages to a channel that you choose", installs=True, by_code_only=True),
)

SCOPES = {scope.name: scope for scope in _ALL}

_OF_PRESENCE = frozenset(
    (
        *("activities.invites.write", "activities.read", "activities.write", "application_identities.write"),
        *(GATEWAY_CONNECT, IDENTIFY, "relationships.read", "relationships.write"),
    )
)
INCLUDED = {
    SOCIAL_LAYER_PRESENCE: _OF_PRESENCE,
    SOCIAL_LAYER: _OF_PRESENCE
    | {
        *(SOCIAL_LAYER_PRESENCE, DM_CHANNELS_READ, DM_CHANNELS_MESSAGES_READ, "dm_channels.messages.write"),
        *("guilds", "guilds.channels.read", LOBBIES_WRITE),
    },
}
"""What a scope stands for beside itself. User-side: topics/oauth2#oauth2-scopes."""


def expanded(names: Iterable[str]) -> frozenset[str]:
    """These scopes, and those that they include."""
    given = frozenset(names)
    return given.union(*(INCLUDED[name] for name in given if name in INCLUDED))


def split(text: str) -> list[str]:
    """The scopes of a request or an answer, each once, in the order they were asked for."""
    return list(dict.fromkeys(text.split()))


def unknown(names: Iterable[str]) -> list[str]:
    """Those that are no scopes."""
    return [name for name in names if name not in SCOPES]


def closed(names: Iterable[str], opened: str) -> list[str]:
    """Those that need an approval which this instance has not given; `opened` is its setting `open_scopes`."""
    granted: AbstractSet[str] = set(opened.split())
    needing = [name for name in names if name in SCOPES and SCOPES[name].needs_approval]
    return [] if "*" in granted else [name for name in needing if name not in granted]
