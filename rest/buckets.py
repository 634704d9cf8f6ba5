"""The rate limits of the routes: requests a window, for each caller and major parameter.

Published limits are few; the others are what libraries have observed. A policy file changes them by name.
Docs: topics/rate-limits.
"""

from core.limits import Bucket

# Reading is cheap and alike everywhere; the major parameter keeps one channel's readers from another's.
READ = Bucket("read", 60, 10)

# Accounts: by address, for nobody is known yet. What a password costs to check bounds guessing as well.
REGISTER = Bucket("register", 120, 60)
LOGIN = Bucket("login", 60, 60)
EDIT_ME = Bucket("edit me", 10, 60)

# Applications
APPLICATIONS = Bucket("applications", 30, 60)
EDIT_APPLICATION = Bucket("edit application", 30, 60)
RESET_BOT = Bucket("reset bot", 20, 60)
INSTALL = Bucket("install", 30, 60)

# OAuth2: by address, and a backend exchanges the codes of all its users from one
TOKEN = Bucket("token", 600, 60)
OPENID_KEYS = Bucket("openid keys", 120, 60)

# Guilds, roles, members
ADD_MEMBER = Bucket("add member", 10, 10)
CREATE_GUILD = Bucket("create guild", 10, 60)
EDIT_GUILD = Bucket("edit guild", 10, 60)
DELETE_GUILD = Bucket("delete guild", 10, 60)
LEAVE_GUILD = Bucket("leave guild", 10, 60)
CREATE_ROLE = Bucket("create role", 250, 3600)
EDIT_ROLE = Bucket("edit role", 50, 60)
MOVE_ROLES = Bucket("move roles", 20, 60)
DELETE_ROLE = Bucket("delete role", 50, 60)
LIST_MEMBERS = Bucket("list members", 10, 10)
EDIT_MEMBER = Bucket("edit member", 10, 10)
EDIT_MY_MEMBER = Bucket("edit my member", 5, 10)
MEMBER_ROLES = Bucket("member roles", 10, 10)
KICK_MEMBER = Bucket("kick member", 5, 1)

# Bans
BAN = Bucket("ban", 5, 1)
BAN_SEVERAL = Bucket("ban several", 5, 10)
PRUNE = Bucket("prune", 5, 10)

# Channels, overwrites, invites and typing
CREATE_CHANNEL = Bucket("create channel", 30, 60)
EDIT_CHANNEL = Bucket("edit channel", 30, 60)
RENAME_CHANNEL = Bucket("rename channel", 2, 600)  # or give it another topic; within the one above
DELETE_CHANNEL = Bucket("delete channel", 30, 60)
MOVE_CHANNELS = Bucket("move channels", 10, 10)
CREATE_DM = Bucket("create dm", 30, 60)
RECIPIENTS = Bucket("recipients", 10, 10)
OVERWRITES = Bucket("overwrites", 20, 10)
CREATE_INVITE = Bucket("create invite", 10, 10)
ACCEPT_INVITE = Bucket("accept invite", 20, 60)
REVOKE_INVITE = Bucket("revoke invite", 10, 10)
TARGET_USERS = Bucket("target users", 10, 60)
EDIT_VANITY_URL = Bucket("edit vanity url", 5, 60)
TYPING = Bucket("typing", 10, 5)

# Messages
MESSAGES = Bucket("messages", 5, 5)
EDIT_MESSAGE = Bucket("edit message", 5, 5)
DELETE_MESSAGE = Bucket("delete message", 5, 1)
BULK_DELETE = Bucket("bulk delete", 1, 3)
CROSSPOST = Bucket("crosspost", 10, 3600)

# Search
SEARCH = Bucket("search", 10, 10)

# Threads
CREATE_THREAD = Bucket("create thread", 50, 300)
THREAD_MEMBERS = Bucket("thread members", 10, 10)

# Reactions
REACTIONS = Bucket("reactions", 4, 1)
DELETE_REACTIONS = Bucket("delete reactions", 4, 1)

# Pins
PINS = Bucket("pins", 5, 5)

# Polls
VOTES = Bucket("votes", 5, 5)

# Invocations
INVOKE = Bucket("invoke", 60, 10)

# Installation and consent
UNINSTALL = Bucket("uninstall", 30, 60)
CONSENT_PAGE = Bucket("consent page", 120, 60)
# Application commands
CREATE_COMMAND = Bucket("create command", 20, 20)
EDIT_COMMAND = Bucket("edit command", 20, 20)
DELETE_COMMAND = Bucket("delete command", 20, 20)
OVERWRITE_COMMANDS = Bucket("overwrite commands", 10, 20)
COMMAND_PERMISSIONS = Bucket("command permissions", 10, 20)
COMMAND_INDEX = Bucket("command index", 20, 10)

# Webhooks. What a token opens is counted by the token, whoever has it, and by no global limit.
CREATE_WEBHOOK = Bucket("create webhook", 10, 60)
EDIT_WEBHOOK = Bucket("edit webhook", 5, 5)
DELETE_WEBHOOK = Bucket("delete webhook", 10, 10)
FOLLOW = Bucket("follow", 10, 60)
READ_BY_TOKEN = Bucket("read by token", 30, 10, counts_globally=False)
EDIT_WEBHOOK_BY_TOKEN = Bucket("edit webhook by token", 5, 5, counts_globally=False)
EXECUTE_WEBHOOK = Bucket("execute webhook", 5, 2, counts_globally=False)
EDIT_WEBHOOK_MESSAGE = Bucket("edit webhook message", 5, 2, counts_globally=False)
DELETE_WEBHOOK_MESSAGE = Bucket("delete webhook message", 5, 1, counts_globally=False)
WEBHOOKS_OF_CHANNEL = Bucket("webhooks of channel", 30, 60)  # messages of all webhooks of a channel together
FORGED_TOKENS = Bucket("forged tokens", 30, 60)

# Emojis
CREATE_EMOJI = Bucket("create emoji", 60, 60)
EDIT_EMOJI = Bucket("edit emoji", 60, 60)
DELETE_EMOJI = Bucket("delete emoji", 60, 60)

# Stickers
CREATE_STICKER = Bucket("create sticker", 60, 60)
EDIT_STICKER = Bucket("edit sticker", 60, 60)
DELETE_STICKER = Bucket("delete sticker", 60, 60)

# Soundboard
CREATE_SOUND = Bucket("create sound", 60, 60)
EDIT_SOUND = Bucket("edit sound", 60, 60)
DELETE_SOUND = Bucket("delete sound", 60, 60)
SEND_SOUND = Bucket("send sound", 10, 10)

# Auto-moderation
AUTO_MODERATION = Bucket("auto-moderation", 30, 60)
# Scheduled events and stages
CREATE_SCHEDULED_EVENT = Bucket("create scheduled event", 10, 60)
EDIT_SCHEDULED_EVENT = Bucket("edit scheduled event", 20, 60)
DELETE_SCHEDULED_EVENT = Bucket("delete scheduled event", 20, 60)
EVENT_EXCEPTIONS = Bucket("event exceptions", 20, 60)
EVENT_INTEREST = Bucket("event interest", 20, 10)
STAGE_INSTANCES = Bucket("stage instances", 10, 10)
# Templates, widgets, incident actions
TEMPLATES = Bucket("templates", 10, 10)
EDIT_WIDGET = Bucket("edit widget", 10, 60)
INCIDENT_ACTIONS = Bucket("incident actions", 10, 60)

# Deliveries to endpoints of applications
REDELIVER = Bucket("redeliver", 10, 60)

# Developers: teams, testers, SKUs and entitlements
TEAMS = Bucket("teams", 30, 60)
INVITE_DEVELOPER = Bucket("invite developer", 20, 60)
TESTERS = Bucket("testers", 30, 60)
SKUS = Bucket("skus", 30, 60)
ENTITLEMENTS = Bucket("entitlements", 30, 10)
# Role connections, activities
ROLE_CONNECTION_METADATA = Bucket("role connection metadata", 20, 60)
ROLE_CONNECTION = Bucket("role connection", 10, 10)
ACTIVITIES = Bucket("activities", 20, 20)
ACTIVITY_ATTACHMENTS = Bucket("activity attachments", 10, 60)

# Voice
EDIT_VOICE_STATE = Bucket("edit voice state", 10, 10)
VOICE_STATUS = Bucket("voice status", 10, 60)
# Onboarding, welcome screens, membership screening and join requests
ONBOARDING = Bucket("onboarding", 10, 10)
ONBOARDING_RESPONSES = Bucket("onboarding responses", 10, 10)
JOIN_REQUESTS = Bucket("join requests", 10, 10)
REVIEW_JOIN_REQUESTS = Bucket("review join requests", 30, 10)
# Lobbies, and players without an account. Discord's own figures (100 in two hours) are for trying it out.
CREATE_LOBBY = Bucket("create lobby", 60, 60)
EDIT_LOBBY = Bucket("edit lobby", 60, 60)
LINK_LOBBY = Bucket("link lobby", 20, 60)
LOBBY_MEMBERS = Bucket("lobby members", 60, 60)
LOBBY_INVITES = Bucket("lobby invites", 20, 60)
LOBBY_MESSAGES = Bucket("lobby messages", 5, 5)
MODERATION_METADATA = Bucket("moderation metadata", 50, 5)
PARTNER_TOKEN = Bucket("partner token", 600, 60)

# Relationships, read states, settings
FRIEND_REQUESTS = Bucket("friend requests", 10, 60)
RELATIONSHIPS = Bucket("relationships", 20, 10)
BULK_REMOVE_RELATIONSHIPS = Bucket("bulk remove relationships", 2, 60)
ACK = Bucket("ack", 50, 10)
USER_SETTINGS = Bucket("user settings", 20, 10)
NOTES = Bucket("notes", 20, 10)

ALL = tuple(value for value in globals().values() if isinstance(value, Bucket))
