"""Which noun an operation belongs to, told from its path: the published contract has no tags."""

# The first that the path contains decides.
_NOUN_OF = (
    ("/lobbies", "lobbies"),
    ("/partner-sdk", "partner sdk"),
    ("/interactions", "interactions"),
    ("/webhooks", "webhooks"),
    ("/commands", "commands"),
    ("/entitlements", "entitlements"),
    ("/skus", "entitlements"),
    ("/role-connection", "role connections"),
    ("/emojis", "emojis"),
    ("/sticker", "stickers"),
    ("/soundboard", "soundboard"),
    ("/send-soundboard", "soundboard"),
    ("/scheduled-events", "scheduled events"),
    ("/stage-instances", "stage instances"),
    ("/templates", "templates"),
    ("/auto-moderation", "auto moderation"),
    ("/audit-logs", "audit log"),
    ("/integrations", "integrations"),
    ("/onboarding", "onboarding"),
    ("welcome", "onboarding"),
    ("/requests", "onboarding"),
    ("/widget", "widget"),
    ("/voice", "voice"),
    ("/regions", "voice"),
    ("/invites", "invites"),
    ("/vanity-url", "invites"),
    ("/followers", "webhooks"),
    ("/thread", "threads"),
    ("/polls", "polls"),
    ("/reactions", "reactions"),
    ("/pins", "pins"),
    ("/typing", "typing"),
    ("/permissions", "overwrites"),
    ("/messages", "messages"),
    ("ban", "bans"),
    ("/roles", "roles"),
    ("/member", "members"),
    ("/gateway", "gateway"),
    ("/applications", "applications"),
    ("/oauth2", "oauth2"),
    ("/channels", "channels"),
    ("/guilds", "guilds"),
    ("/users", "users"),
)


def noun_of(path: str) -> str:
    """The noun, or the path's first word where none is known."""
    return next((noun for part, noun in _NOUN_OF if part in path), path.strip("/").split("/", 1)[0])
