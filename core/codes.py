"""Every documented JSON error code, with its HTTP status and the text that goes with it.

The ranges say what kind of answer it is:

      0        general; the status says what happened
     10xxx     unknown: it does not exist, or not for the one who asks
     20xxx     this kind of account may not do this, or not so often
     30xxx     a maximum is reached
     40xxx     the request as a whole is refused, or comes at the wrong time
     50xxx     this request cannot be carried out: access, permissions, form of the body
     60xxx     two-factor authentication is needed
     80xxx     relationships
     90xxx     reactions
    110xxx     not available yet; try again
    130xxx     overloaded; try again
    150xxx     stages
    160xxx     threads, replies and forwards
    170xxx     stickers
    180xxx     scheduled events
    200xxx     automatic moderation
    220xxx     webhooks in forums
    240xxx     harmful links
    340xxx     accounts under a limit
    350xxx     onboarding
    400xxx     guilds under a limit
    500xxx     bulk bans
    520xxx     polls
    530xxx     provisional accounts

The page documents numbers and texts but no status. The status follows the range (10xxx: 404, 20xxx: 403,
others: 400) unless bot libraries report another, or the text names a rate limit or a lack of permission.
Docs: topics/opcodes-and-status-codes#json-json-error-codes.
"""

import msgspec


class Code(msgspec.Struct, frozen=True):
    """A JSON error code. Clients switch on the number; the message is for people."""

    number: int
    status: int
    message: str


GENERAL = Code(0, 400, "400: Bad Request")
UNAUTHORIZED = Code(0, 401, "401: Unauthorized")
FORBIDDEN = Code(0, 403, "403: Forbidden")
NOT_FOUND = Code(0, 404, "404: Not Found")
METHOD_NOT_ALLOWED = Code(0, 405, "405: Method Not Allowed")
RATE_LIMITED = Code(0, 429, "You are being rate limited.")
INTERNAL_SERVER_ERROR = Code(0, 500, "500: Internal Server Error")
SERVICE_UNAVAILABLE = Code(0, 503, "503: Service Unavailable")

UNKNOWN_ACCOUNT = Code(10001, 404, "Unknown Account")
UNKNOWN_APPLICATION = Code(10002, 404, "Unknown Application")
UNKNOWN_CHANNEL = Code(10003, 404, "Unknown Channel")
UNKNOWN_GUILD = Code(10004, 404, "Unknown Guild")
UNKNOWN_INTEGRATION = Code(10005, 404, "Unknown Integration")
UNKNOWN_INVITE = Code(10006, 404, "Unknown Invite")
UNKNOWN_MEMBER = Code(10007, 404, "Unknown Member")
UNKNOWN_MESSAGE = Code(10008, 404, "Unknown Message")
UNKNOWN_OVERWRITE = Code(10009, 404, "Unknown Overwrite")
UNKNOWN_PROVIDER = Code(10010, 404, "Unknown Provider")
UNKNOWN_ROLE = Code(10011, 404, "Unknown Role")
UNKNOWN_TOKEN = Code(10012, 404, "Unknown Token")
UNKNOWN_USER = Code(10013, 404, "Unknown User")
UNKNOWN_EMOJI = Code(10014, 404, "Unknown Emoji")
UNKNOWN_WEBHOOK = Code(10015, 404, "Unknown Webhook")
UNKNOWN_WEBHOOK_SERVICE = Code(10016, 404, "Unknown Webhook Service")
UNKNOWN_SESSION = Code(10020, 404, "Unknown Session")
UNKNOWN_ASSET = Code(10021, 404, "Unknown Asset")
UNKNOWN_BAN = Code(10026, 404, "Unknown Ban")
UNKNOWN_SKU = Code(10027, 404, "Unknown SKU")
UNKNOWN_STORE_LISTING = Code(10028, 404, "Unknown Store Listing")
UNKNOWN_ENTITLEMENT = Code(10029, 404, "Unknown Entitlement")
UNKNOWN_BUILD = Code(10030, 404, "Unknown Build")
UNKNOWN_LOBBY = Code(10031, 404, "Unknown Lobby")
UNKNOWN_BRANCH = Code(10032, 404, "Unknown Branch")
UNKNOWN_STORE_DIRECTORY_LAYOUT = Code(10033, 404, "Unknown Store Directory Layout")
UNKNOWN_REDISTRIBUTABLE = Code(10036, 404, "Unknown Redistributable")
UNKNOWN_GIFT_CODE = Code(10038, 404, "Unknown Gift Code")
UNKNOWN_STREAM = Code(10049, 404, "Unknown stream")
UNKNOWN_PREMIUM_SERVER_SUBSCRIBE_COOLDOWN = Code(10050, 404, "Unknown premium server subscribe cooldown")
UNKNOWN_GUILD_TEMPLATE = Code(10057, 404, "Unknown Guild Template")
UNKNOWN_DISCOVERABLE_SERVER_CATEGORY = Code(10059, 404, "Unknown discoverable server category")
UNKNOWN_STICKER = Code(10060, 404, "Unknown sticker")
UNKNOWN_STICKER_PACK = Code(10061, 404, "Unknown sticker pack")
UNKNOWN_INTERACTION = Code(10062, 404, "Unknown interaction")
UNKNOWN_APPLICATION_COMMAND = Code(10063, 404, "Unknown application command")
UNKNOWN_VOICE_STATE = Code(10065, 404, "Unknown voice state")
UNKNOWN_APPLICATION_COMMAND_PERMISSIONS = Code(10066, 404, "Unknown application command permissions")
UNKNOWN_STAGE_INSTANCE = Code(10067, 404, "Unknown Stage Instance")
UNKNOWN_GUILD_MEMBER_VERIFICATION_FORM = Code(10068, 404, "Unknown Guild Member Verification Form")
UNKNOWN_GUILD_WELCOME_SCREEN = Code(10069, 404, "Unknown Guild Welcome Screen")
UNKNOWN_GUILD_SCHEDULED_EVENT = Code(10070, 404, "Unknown Guild Scheduled Event")
UNKNOWN_GUILD_SCHEDULED_EVENT_USER = Code(10071, 404, "Unknown Guild Scheduled Event User")
UNKNOWN_TAG = Code(10087, 404, "Unknown Tag")
UNKNOWN_SOUND = Code(10097, 404, "Unknown sound")
UNKNOWN_INVITE_TARGET_USERS_JOB = Code(10124, 404, "Unknown invite target users job")
UNKNOWN_INVITE_TARGET_USERS = Code(10129, 404, "Unknown invite target users")

BOTS_NOT_ALLOWED = Code(20001, 403, "Bots cannot use this endpoint")
ONLY_BOTS_ALLOWED = Code(20002, 403, "Only bots can use this endpoint")
EXPLICIT_CONTENT_NOT_ALLOWED = Code(20009, 403, "Explicit content cannot be sent to the desired recipient(s)")
NOT_AUTHORIZED_FOR_APPLICATION = Code(20012, 403, "You are not authorized to perform this action on this application")
PREMIUM_SUBSCRIPTION_REQUIRED = Code(20015, 403, "This action requires a premium subscription")
SLOWMODE_RATE_LIMITED = Code(20016, 429, "This action cannot be performed due to slowmode rate limit")
ACCOUNT_OWNER_ONLY = Code(20018, 403, "Only the owner of this account can perform this action")
ANNOUNCEMENT_EDIT_RATE_LIMITED = Code(20022, 429, "This message cannot be edited due to announcement rate limits")
UNDER_MINIMUM_AGE = Code(20024, 403, "Under minimum age")
CHANNEL_WRITE_RATE_LIMITED = Code(
    20028, 429, "The write action you are performing on the channel has hit the write rate limit"
)
GUILD_WRITE_RATE_LIMITED = Code(
    20029, 429, "The write action you are performing on the server has hit the write rate limit"
)
WORDS_NOT_ALLOWED = Code(20031, 403, "The name or topic contains words that are not allowed")
GUILD_PREMIUM_LEVEL_TOO_LOW = Code(20035, 403, "Guild premium subscription level too low")

MAXIMUM_GUILDS = Code(30001, 400, "Maximum number of guilds reached (100)")
MAXIMUM_FRIENDS = Code(30002, 400, "Maximum number of friends reached (1000)")
MAXIMUM_PINS = Code(30003, 400, "Maximum number of pins reached for the channel (250)")
MAXIMUM_RECIPIENTS = Code(30004, 400, "Maximum number of recipients reached (10)")
MAXIMUM_ROLES = Code(30005, 400, "Maximum number of guild roles reached (250)")
MAXIMUM_WEBHOOKS = Code(30007, 400, "Maximum number of webhooks reached (15)")
MAXIMUM_EMOJIS = Code(30008, 400, "Maximum number of emojis reached")
MAXIMUM_REACTIONS = Code(30010, 400, "Maximum number of reactions reached (20)")
MAXIMUM_GROUP_DMS = Code(30011, 400, "Maximum number of group DMs reached (10)")
MAXIMUM_CHANNELS = Code(30013, 400, "Maximum number of guild channels reached (500)")
MAXIMUM_ATTACHMENTS = Code(30015, 400, "Maximum number of attachments in a message reached (10)")
MAXIMUM_INVITES = Code(30016, 400, "Maximum number of invites reached (1000)")
MAXIMUM_ANIMATED_EMOJIS = Code(30018, 400, "Maximum number of animated emojis reached")
MAXIMUM_MEMBERS = Code(30019, 400, "Maximum number of server members reached")
MAXIMUM_CATEGORIES = Code(30030, 400, "Maximum number of server categories has been reached (5)")
TEMPLATE_ALREADY_EXISTS = Code(30031, 400, "Guild already has a template")
MAXIMUM_APPLICATION_COMMANDS = Code(30032, 400, "Maximum number of application commands reached")
MAXIMUM_THREAD_MEMBERS = Code(30033, 400, "Maximum number of thread participants has been reached (1000)")
MAXIMUM_DAILY_COMMAND_CREATES = Code(
    30034, 429, "Maximum number of daily application command creates has been reached (200)"
)
MAXIMUM_NON_MEMBER_BANS = Code(30035, 429, "Maximum number of bans for non-guild members have been exceeded")
MAXIMUM_BAN_FETCHES = Code(30037, 429, "Maximum number of bans fetches has been reached")
MAXIMUM_SCHEDULED_EVENTS = Code(30038, 400, "Maximum number of uncompleted guild scheduled events reached (100)")
MAXIMUM_STICKERS = Code(30039, 400, "Maximum number of stickers reached")
MAXIMUM_PRUNE_REQUESTS = Code(30040, 429, "Maximum number of prune requests has been reached. Try again later")
MAXIMUM_WIDGET_UPDATES = Code(
    30042, 429, "Maximum number of guild widget settings updates has been reached. Try again later"
)
MAXIMUM_SOUNDBOARD_SOUNDS = Code(30045, 400, "Maximum number of soundboard sounds reached")
MAXIMUM_OLD_MESSAGE_EDITS = Code(
    30046, 429, "Maximum number of edits to messages older than 1 hour reached. Try again later"
)
MAXIMUM_PINNED_THREADS = Code(30047, 400, "Maximum number of pinned threads in a forum channel has been reached")
MAXIMUM_FORUM_TAGS = Code(30048, 400, "Maximum number of tags in a forum channel has been reached")
BITRATE_TOO_HIGH = Code(30052, 400, "Bitrate is too high for channel of this type")
MAXIMUM_PREMIUM_EMOJIS = Code(30056, 400, "Maximum number of premium emojis reached (25)")
MAXIMUM_GUILD_WEBHOOKS = Code(30058, 400, "Maximum number of webhooks per guild reached (1000)")
MAXIMUM_OVERWRITES = Code(30060, 400, "Maximum number of channel permission overwrites reached (1000)")
GUILD_CHANNELS_TOO_LARGE = Code(30061, 400, "The channels for this guild are too large")

INVALID_TOKEN = Code(40001, 401, "Unauthorized. Provide a valid token and try again")
VERIFICATION_REQUIRED = Code(40002, 403, "You need to verify your account in order to perform this action")
OPENING_DMS_TOO_FAST = Code(40003, 403, "You are opening direct messages too fast")
SENDING_MESSAGES_DISABLED = Code(40004, 403, "Send messages has been temporarily disabled")
REQUEST_ENTITY_TOO_LARGE = Code(40005, 413, "Request entity too large")
FEATURE_DISABLED = Code(40006, 403, "This feature has been temporarily disabled server-side")
USER_BANNED = Code(40007, 403, "The user is banned from this guild")
ONE_PARENT_CHANGE_AT_A_TIME = Code(40009, 400, "Only one channel can have a parent_id modified at a time")
CONNECTION_REVOKED = Code(40012, 401, "Connection has been revoked")
ONLY_CONSUMABLE_SKUS = Code(40018, 400, "Only consumable SKUs can be consumed")
ONLY_SANDBOX_ENTITLEMENTS = Code(40019, 400, "You can only delete sandbox entitlements.")
TARGET_NOT_CONNECTED_TO_VOICE = Code(40032, 400, "Target user is not connected to voice")
ALREADY_CROSSPOSTED = Code(40033, 400, "This message has already been crossposted")
COMMAND_NAME_TAKEN = Code(40041, 400, "An application command with that name already exists")
INTERACTION_FAILED_TO_SEND = Code(40043, 400, "Application interaction failed to send")
CANNOT_SEND_IN_FORUM = Code(40058, 400, "Cannot send a message in a forum channel")
INTERACTION_ALREADY_ACKNOWLEDGED = Code(40060, 400, "Interaction has already been acknowledged")
TAG_NAMES_NOT_UNIQUE = Code(40061, 400, "Tag names must be unique")
SERVICE_RESOURCE_RATE_LIMITED = Code(40062, 429, "Service resource is being rate limited")
NO_TAGS_FOR_NON_MODERATORS = Code(40066, 400, "There are no tags available that can be set by non-moderators")
TAG_REQUIRED = Code(40067, 400, "A tag is required to create a forum post in this channel")
ENTITLEMENT_ALREADY_GRANTED = Code(40074, 400, "An entitlement has already been granted for this resource")
MAXIMUM_FOLLOW_UPS = Code(40094, 400, "This interaction has hit the maximum number of follow up messages")
BLOCKED_BY_CLOUDFLARE = Code(40333, 403, "The request was blocked before it reached the API")

MISSING_ACCESS = Code(50001, 403, "Missing Access")
INVALID_ACCOUNT_TYPE = Code(50002, 403, "Invalid Account Type")
CANNOT_EXECUTE_ON_DM = Code(50003, 403, "Cannot execute action on a DM channel")
GUILD_WIDGET_DISABLED = Code(50004, 403, "Guild widget disabled")
CANNOT_EDIT_OTHERS_MESSAGE = Code(50005, 403, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Code(50006, 400, "Cannot send an empty message")
CANNOT_MESSAGE_USER = Code(50007, 403, "Cannot send messages to this user")
CANNOT_SEND_IN_NON_TEXT_CHANNEL = Code(50008, 400, "Cannot send messages in a non-text channel")
VERIFICATION_LEVEL_TOO_HIGH = Code(50009, 403, "Channel verification level is too high for you to gain access")
APPLICATION_HAS_NO_BOT = Code(50010, 400, "OAuth2 application does not have a bot")
APPLICATION_LIMIT_REACHED = Code(50011, 400, "OAuth2 application limit reached")
INVALID_OAUTH2_STATE = Code(50012, 400, "Invalid OAuth2 state")
MISSING_PERMISSIONS = Code(50013, 403, "Missing Permissions")
INVALID_AUTHENTICATION_TOKEN = Code(50014, 401, "Invalid authentication token")
NOTE_TOO_LONG = Code(50015, 400, "Note was too long")
BAD_BULK_DELETE_COUNT = Code(50016, 400, "Provided too few or too many messages to delete. Must be between 2 and 100")
INVALID_MFA_LEVEL = Code(50017, 400, "Invalid MFA Level")
PIN_IN_OTHER_CHANNEL = Code(50019, 403, "A message can only be pinned to the channel it was sent in")
INVITE_CODE_INVALID_OR_TAKEN = Code(50020, 400, "Invite code was either invalid or taken")
CANNOT_EXECUTE_ON_SYSTEM_MESSAGE = Code(50021, 403, "Cannot execute action on a system message")
CANNOT_EXECUTE_ON_CHANNEL_TYPE = Code(50024, 400, "Cannot execute action on this channel type")
INVALID_OAUTH2_ACCESS_TOKEN = Code(50025, 403, "Invalid OAuth2 access token provided")
MISSING_OAUTH2_SCOPE = Code(50026, 403, "Missing required OAuth2 scope")
INVALID_WEBHOOK_TOKEN = Code(50027, 401, "Invalid Webhook Token")
INVALID_ROLE = Code(50028, 400, "Invalid Role")
INVALID_RECIPIENTS = Code(50033, 400, "Invalid Recipient(s)")
MESSAGE_TOO_OLD_TO_BULK_DELETE = Code(50034, 400, "A message provided was too old to bulk delete")
INVALID_FORM_BODY = Code(50035, 400, "Invalid Form Body")
INVITE_TO_GUILD_WITHOUT_BOT = Code(50036, 400, "An invite was accepted to a guild the application's bot is not in")
INVALID_ACTIVITY_ACTION = Code(50039, 400, "Invalid Activity Action")
INVALID_API_VERSION = Code(50041, 400, "Invalid API version")
FILE_TOO_LARGE = Code(50045, 400, "File uploaded exceeds the maximum size")
INVALID_FILE = Code(50046, 400, "Invalid file uploaded")
CANNOT_SELF_REDEEM_GIFT = Code(50054, 400, "Cannot self-redeem this gift")
INVALID_GUILD = Code(50055, 400, "Invalid Guild")
INVALID_SKU = Code(50057, 400, "Invalid SKU")
INVALID_REQUEST_ORIGIN = Code(50067, 403, "Invalid request origin")
INVALID_MESSAGE_TYPE = Code(50068, 400, "Invalid message type")
PAYMENT_SOURCE_REQUIRED = Code(50070, 400, "Payment source required to redeem gift")
CANNOT_MODIFY_SYSTEM_WEBHOOK = Code(50073, 400, "Cannot modify a system webhook")
CANNOT_DELETE_COMMUNITY_CHANNEL = Code(50074, 400, "Cannot delete a channel required for Community guilds")
CANNOT_EDIT_MESSAGE_STICKERS = Code(50080, 400, "Cannot edit stickers within a message")
INVALID_STICKER = Code(50081, 400, "Invalid sticker sent")
THREAD_ARCHIVED = Code(50083, 400, "Thread is archived")
INVALID_THREAD_NOTIFICATION_SETTINGS = Code(50084, 400, "Invalid thread notification settings")
BEFORE_THREAD_CREATION = Code(50085, 400, "`before` value is earlier than the thread creation date")
COMMUNITY_CHANNELS_MUST_BE_TEXT = Code(50086, 400, "Community server channels must be text channels")
EVENT_ENTITY_TYPE_DIFFERS = Code(
    50091, 400, "The entity type of the event differs from that of the entity to start it for"
)
GUILD_NOT_AVAILABLE_IN_LOCATION = Code(50095, 403, "This server is not available in your location")
GUILD_MONETIZATION_REQUIRED = Code(50097, 400, "This server needs monetization enabled in order to perform this action")
GUILD_NEEDS_MORE_BOOSTS = Code(50101, 400, "This server needs more boosts to perform this action")
INVALID_JSON = Code(50109, 400, "The request body contains invalid JSON.")
PROVIDED_FILE_INVALID = Code(50110, 400, "The provided file is invalid.")
INVALID_FILE_TYPE = Code(50123, 400, "The provided file type is invalid.")
FILE_DURATION_TOO_LONG = Code(50124, 400, "The provided file duration exceeds maximum of 5.2 seconds.")
OWNER_CANNOT_BE_PENDING = Code(50131, 400, "Owner cannot be pending member")
OWNER_CANNOT_BE_BOT = Code(50132, 400, "Ownership cannot be transferred to a bot user")
CANNOT_RESIZE_ASSET = Code(50138, 400, "Failed to resize asset below the maximum size: 262144")
MIXED_SUBSCRIPTION_ROLES = Code(50144, 400, "Cannot mix subscription and non subscription roles for an emoji")
CANNOT_CONVERT_PREMIUM_EMOJI = Code(50145, 400, "Cannot convert between premium emoji and normal emoji")
UPLOADED_FILE_NOT_FOUND = Code(50146, 404, "Uploaded file not found.")
INVALID_EMOJI = Code(50151, 400, "The specified emoji is invalid")
VOICE_MESSAGE_ADDITIONAL_CONTENT = Code(50159, 400, "Voice messages do not support additional content.")
VOICE_MESSAGE_SINGLE_ATTACHMENT = Code(50160, 400, "Voice messages must have a single audio attachment.")
VOICE_MESSAGE_METADATA_REQUIRED = Code(50161, 400, "Voice messages must have supporting metadata.")
VOICE_MESSAGE_NOT_EDITABLE = Code(50162, 400, "Voice messages cannot be edited.")
CANNOT_DELETE_SUBSCRIPTION_INTEGRATION = Code(50163, 400, "Cannot delete guild subscription integration")
CANNOT_SEND_VOICE_EFFECT = Code(
    50167, 403, "Cannot send voice effect when user is server muted, deafened, or suppressed"
)
CANNOT_SEND_VOICE_MESSAGES = Code(50173, 403, "You cannot send voice messages in this channel.")
ACCOUNT_NOT_VERIFIED = Code(50178, 403, "The user account must first be verified")
FILE_WITHOUT_DURATION = Code(50192, 400, "The provided file does not have a valid duration.")
ENTRY_POINT_IN_BULK = Code(
    50240,
    400,
    "You cannot remove this app's Entry Point command in a bulk update operation."
    " Please include the Entry Point command in your update request or delete it separately.",
)
NO_MUTUAL_GUILDS = Code(50278, 403, "Cannot send messages to this user due to having no mutual guilds")
CANNOT_SEND_STICKER = Code(50600, 403, "You do not have permission to send this sticker.")

TWO_FACTOR_REQUIRED = Code(60003, 401, "Two factor is required for this operation")

# But for 80004, these are user-side.
FRIEND_REQUESTS_DISABLED = Code(80000, 403, "Incoming friend requests disabled.")
FRIEND_REQUEST_BLOCKED = Code(80001, 403, "Friend request blocked")
BOTS_CANNOT_HAVE_FRIENDS = Code(80002, 400, "Bots cannot have friends")
CANNOT_BEFRIEND_ONESELF = Code(80003, 400, "Cannot send friend request to self")
UNKNOWN_DISCORD_TAG = Code(80004, 404, "No users with DiscordTag exist")
NO_FRIEND_REQUEST = Code(80005, 400, "You do not have an incoming friend request from that user")
NOT_FRIENDS = Code(80006, 400, "You need to be friends in order to make this change.")
ALREADY_FRIENDS = Code(80007, 400, "You are already friends with that user.")

REACTION_BLOCKED = Code(90001, 403, "Reaction was blocked")
CANNOT_USE_BURST_REACTIONS = Code(90002, 403, "User cannot use burst reactions")

INDEX_NOT_AVAILABLE = Code(110000, 202, "Index not yet available. Try again later")
APPLICATION_NOT_AVAILABLE = Code(110001, 503, "Application not yet available. Try again later")

API_OVERLOADED = Code(130000, 503, "API resource is currently overloaded. Try again a little later")

STAGE_ALREADY_OPEN = Code(150006, 400, "The Stage is already open")

CANNOT_REPLY_WITHOUT_READ_HISTORY = Code(160002, 400, "Cannot reply without permission to read message history")
THREAD_ALREADY_CREATED = Code(160004, 400, "A thread has already been created for this message")
THREAD_LOCKED = Code(160005, 400, "Thread is locked")
MAXIMUM_ACTIVE_THREADS = Code(160006, 400, "Maximum number of active threads reached")
MAXIMUM_ACTIVE_ANNOUNCEMENT_THREADS = Code(160007, 400, "Maximum number of active announcement threads reached")
CANNOT_FORWARD_UNREADABLE_MESSAGE = Code(160014, 400, "You cannot forward a message whose content you cannot read")

INVALID_LOTTIE_JSON = Code(170001, 400, "Invalid JSON for uploaded Lottie file")
LOTTIE_WITH_RASTER_IMAGES = Code(170002, 400, "Uploaded Lotties cannot contain rasterized images such as PNG or JPEG")
STICKER_FRAMERATE_EXCEEDED = Code(170003, 400, "Sticker maximum framerate exceeded")
STICKER_FRAME_COUNT_EXCEEDED = Code(170004, 400, "Sticker frame count exceeds maximum of 1000 frames")
LOTTIE_DIMENSIONS_EXCEEDED = Code(170005, 400, "Lottie animation maximum dimensions exceeded")
STICKER_FRAME_RATE_OUT_OF_RANGE = Code(170006, 400, "Sticker frame rate is either too small or too large")
STICKER_DURATION_EXCEEDED = Code(170007, 400, "Sticker animation duration exceeds maximum of 5 seconds")

EVENT_FINISHED = Code(180000, 400, "Cannot update a finished event")
STAGE_EVENT_FAILED = Code(180002, 400, "Failed to create stage needed for stage event")
EVENT_EXCEPTION_EMPTY = Code(180005, 400, "An exception must change at least one thing about the event")  # userdoccers

MESSAGE_BLOCKED_BY_AUTOMOD = Code(200000, 400, "Message was blocked by automatic moderation")
TITLE_BLOCKED_BY_AUTOMOD = Code(200001, 400, "Title was blocked by automatic moderation")

FORUM_WEBHOOK_NEEDS_THREAD = Code(220001, 400, "Webhooks posted to forum channels must have a thread_name or thread_id")
FORUM_WEBHOOK_THREAD_NAME_AND_ID = Code(
    220002, 400, "Webhooks posted to forum channels cannot have both a thread_name and thread_id"
)
WEBHOOK_THREADS_ONLY_IN_FORUMS = Code(220003, 400, "Webhooks can only create threads in forum channels")
WEBHOOK_SERVICE_IN_FORUM = Code(220004, 400, "Webhook services cannot be used in forum channels")

HARMFUL_LINK_BLOCKED = Code(240000, 400, "Message blocked by harmful links filter")

JOINING_GUILDS_LIMITED = Code(340015, 403, "Access to joining new servers has been limited for the user")

ONBOARDING_REQUIREMENTS_NOT_MET = Code(350000, 400, "Cannot enable onboarding, requirements are not met")
ONBOARDING_BELOW_REQUIREMENTS = Code(350001, 400, "Cannot update onboarding while below requirements")

FILE_UPLOADS_LIMITED = Code(400001, 403, "Access to file uploads has been limited for this guild")

FAILED_TO_BAN_USERS = Code(500000, 400, "Failed to ban users")

POLL_VOTING_BLOCKED = Code(520000, 403, "Poll voting blocked")
POLL_EXPIRED = Code(520001, 400, "Poll expired")
INVALID_CHANNEL_TYPE_FOR_POLL = Code(520002, 400, "Invalid channel type for poll creation")
CANNOT_EDIT_POLL = Code(520003, 400, "Cannot edit a poll message")
CANNOT_USE_POLL_EMOJI = Code(520004, 400, "Cannot use an emoji included with the poll")
NOT_A_POLL = Code(520006, 400, "Cannot expire a non-poll message")

PROVISIONAL_ACCOUNTS_NOT_GRANTED = Code(530000, 403, "The application has not been granted provisional accounts")
ID_TOKEN_EXPIRED = Code(530001, 400, "The ID token has expired")
ID_TOKEN_ISSUER_MISMATCH = Code(530002, 400, "The issuer of the ID token is not the configured one")
ID_TOKEN_AUDIENCE_MISMATCH = Code(530003, 400, "The audience of the ID token is not the configured one")
ID_TOKEN_TOO_OLD = Code(530004, 400, "The ID token was issued too long ago")
USERNAME_GENERATION_FAILED = Code(530006, 500, "Failed to generate a unique username in time. Try again")
INVALID_CLIENT_SECRET = Code(530007, 401, "Invalid client secret")
OIDC_CONFIGURATION_NOT_FOUND = Code(530008, 400, "The OIDC configuration of the identity provider was not found")
OIDC_KEYS_NOT_FOUND = Code(530009, 400, "The OIDC keys of the identity provider were not found")
ACCOUNT_NOT_PROVISIONAL = Code(530010, 400, "User account is non-provisional and should be authed through OAuth2")
INVALID_MERGE_SOURCE = Code(530014, 400, "The account to merge is not provisional")
INVALID_MERGE_DESTINATION = Code(530016, 400, "The account to merge into is provisional")
TOO_MANY_APPLICATION_IDENTITIES = Code(530023, 400, "The user has an external identity of this application already")
