"""Field error codes: what may be wrong with one field of a form, and the text for people.

They appear as the leaves of the `errors` tree of a 50035. There is no published list; names and texts are
those that bots see from Discord. Those under "ours" have no counterpart that we know of.
Docs: reference#error-messages.
"""

import msgspec


class FormCode(msgspec.Struct, frozen=True):
    """A field error code; the values in braces are given with the fault."""

    name: str
    template: str

    def message(self, **values: object) -> str:
        return self.template.format(**values)


BASE_TYPE_REQUIRED = FormCode("BASE_TYPE_REQUIRED", "This field is required")
BASE_TYPE_CHOICES = FormCode("BASE_TYPE_CHOICES", "Value must be one of {choices}.")
BASE_TYPE_MAX_LENGTH = FormCode("BASE_TYPE_MAX_LENGTH", "Must be {max} or fewer in length.")
BASE_TYPE_MIN_LENGTH = FormCode("BASE_TYPE_MIN_LENGTH", "Must be {min} or more in length.")
BASE_TYPE_BAD_LENGTH = FormCode("BASE_TYPE_BAD_LENGTH", "Must be between {min} and {max} in length.")

STRING_TYPE_CONVERT = FormCode("STRING_TYPE_CONVERT", 'Could not interpret "{value}" as string.')
STRING_TYPE_REGEX = FormCode("STRING_TYPE_REGEX", "String value did not match validation regex.")
NUMBER_TYPE_COERCE = FormCode("NUMBER_TYPE_COERCE", 'Value "{value}" is not {kind}.')
NUMBER_TYPE_MAX = FormCode("NUMBER_TYPE_MAX", "{kind} value should be less than or equal to {max}.")
NUMBER_TYPE_MIN = FormCode("NUMBER_TYPE_MIN", "{kind} value should be greater than or equal to {min}.")
NUMBER_TYPE_BELOW = FormCode("NUMBER_TYPE_MAX", "{kind} value should be less than {max}.")
NUMBER_TYPE_ABOVE = FormCode("NUMBER_TYPE_MIN", "{kind} value should be greater than {min}.")
BOOLEAN_TYPE_CONVERT = FormCode("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
DATE_TIME_TYPE_PARSE = FormCode("DATE_TIME_TYPE_PARSE", "Could not parse {value}. Should be ISO8601.")

LIST_TYPE_CONVERT = FormCode("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
LIST_ITEM_VALUE_REQUIRED = FormCode("LIST_ITEM_VALUE_REQUIRED", "List item values of {kind} are required")
DICT_TYPE_CONVERT = FormCode("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
MODEL_TYPE_CONVERT = FormCode("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
UNION_TYPE_CHOICES = FormCode("UNION_TYPE_CHOICES", 'Value of field "{field}" must be one of {choices}.')

URL_TYPE_INVALID_URL = FormCode("URL_TYPE_INVALID_URL", "Not a well formed URL.")
URL_TYPE_INVALID_SCHEME = FormCode(
    "URL_TYPE_INVALID_SCHEME", 'Scheme "{scheme}" is not supported. Scheme must be one of {choices}.'
)
EMAIL_TYPE_INVALID_EMAIL = FormCode("EMAIL_TYPE_INVALID_EMAIL", "Not a well formed email address.")
SET_TYPE_ALREADY_CONTAINS_VALUE = FormCode("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
CONTENT_TYPE_INVALID = FormCode("CONTENT_TYPE_INVALID", 'Expected "Content-Type" header to be one of {choices}.')
IMAGE_INVALID = FormCode("IMAGE_INVALID", "Invalid image")
MAX_EMBED_SIZE_EXCEEDED = FormCode("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of {max}")
EMAIL_ALREADY_REGISTERED = FormCode("EMAIL_ALREADY_REGISTERED", "Email is already registered.")
USERNAME_ALREADY_TAKEN = FormCode(
    "USERNAME_ALREADY_TAKEN", "Username is unavailable. Try adding numbers, letters, underscores _, or periods."
)
USERNAME_INVALID_CONTAINS = FormCode("USERNAME_INVALID_CONTAINS", 'Username cannot contain "{part}".')
USERNAME_INVALID_RESERVED = FormCode("USERNAME_INVALID_RESERVED", "Username is not available.")
PASSWORD_DOES_NOT_MATCH = FormCode("PASSWORD_DOES_NOT_MATCH", "Password does not match.")
BASE_TYPE_MAX_SIZE = FormCode("BASE_TYPE_MAX_SIZE", "File cannot be larger than {max} kb.")
INVALID_LOGIN = FormCode("INVALID_LOGIN", "Login or password is invalid.")
CHANNEL_PARENT_INVALID = FormCode("CHANNEL_PARENT_INVALID", "Category does not exist")
CHANNEL_PARENT_INVALID_TYPE = FormCode("CHANNEL_PARENT_INVALID_TYPE", "Not a category")
CHANNEL_PARENT_MAX_CHANNELS = FormCode(
    "CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached ({max})"
)
APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID = FormCode(
    "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
    "The specified interactions endpoint URL could not be verified. {detail}",
)
MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE = FormCode(
    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", 'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
)
REPLIES_UNKNOWN_MESSAGE = FormCode("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL = FormCode(
    "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply to a message in a different channel"
)
REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE = FormCode(
    "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"
)
COMPONENT_CUSTOM_ID_DUPLICATED = FormCode("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
COMPONENT_LAYOUT_WIDTH_EXCEEDED = FormCode(
    "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
)
COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED = FormCode(
    "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed {max}"
)
COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED = FormCode(
    "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Components displayable text size exceeds maximum size of {max}"
)
COMPONENT_VALIDATION_FAILED = FormCode("COMPONENT_VALIDATION_FAILED", "Component validation failed: {reason}")
BUTTON_COMPONENT_CUSTOM_ID_REQUIRED = FormCode("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE = FormCode(
    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
)
BUTTON_COMPONENT_INVALID_EMOJI = FormCode("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")  # of options too
SELECT_COMPONENT_OPTION_VALUE_DUPLICATED = FormCode(
    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
)
SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES = FormCode(
    "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "The number of default values exceeds the maximum number of values"
)
UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND = FormCode(
    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment was not found"
)
MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2 = FormCode(
    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    "The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
)
MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG = FormCode(
    "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed from a message"
)

# Application commands.
APPLICATION_COMMAND_INVALID_NAME = FormCode("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
APPLICATION_COMMAND_TOO_LARGE = FormCode("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size ({max})")
APPLICATION_COMMANDS_DUPLICATE_NAME = FormCode(
    "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
)
APPLICATION_COMMAND_OPTIONS_NAME_INVALID = FormCode(
    "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name {name} is already used in these options"
)
APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID = FormCode(
    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options"
)
APPLICATION_COMMAND_OPTIONS_TYPE_INVALID = FormCode(
    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    "Sub-command and sub-command group option types are mutually exclusive to all other types",
)

# Interactions
INTERACTION_APPLICATION_COMMAND_INVALID_VERSION = FormCode(
    "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION",
    "This command is outdated, please try again in a few minutes",
)

# Auto-moderation
AUTO_MODERATION_INVALID_REGEX = FormCode("AUTO_MODERATION_INVALID_REGEX", "Invalid regex: {reason}")
AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED = FormCode(
    "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", "Maximum number of rules of this type exceeded ({max})"
)

# Ours.
COMPONENT_ID_DUPLICATED = FormCode("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
APPLICATION_EVENT_WEBHOOKS_URL_INVALID = FormCode(
    "APPLICATION_EVENT_WEBHOOKS_URL_INVALID", "The specified event webhooks URL could not be verified. {detail}"
)
BASE_TYPE_INVALID = FormCode("BASE_TYPE_INVALID", "{reason}")
FORM_TOO_DEEP = FormCode("FORM_TOO_DEEP", "The body is nested too deeply.")
GUILD_SCHEDULED_EVENT_SCHEDULE_PAST = FormCode(
    "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past."
)
GUILD_SCHEDULED_EVENT_SCHEDULE_TOO_FAR = FormCode(
    "GUILD_SCHEDULED_EVENT_SCHEDULE_TOO_FAR", "Must be within {years} years."
)
GUILD_SCHEDULED_EVENT_END_BEFORE_START = FormCode(
    "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "The end must be after the start."
)
GUILD_SCHEDULED_EVENT_STATUS_INVALID = FormCode(
    "GUILD_SCHEDULED_EVENT_STATUS_INVALID", "An event of this status cannot be given that one."
)
GUILD_SCHEDULED_EVENT_NO_OCCURRENCE = FormCode(
    "GUILD_SCHEDULED_EVENT_NO_OCCURRENCE", "The event does not happen then, or no more."
)
GUILD_SCHEDULED_EVENT_MAX_EXCEPTIONS = FormCode(
    "GUILD_SCHEDULED_EVENT_MAX_EXCEPTIONS", "Maximum number of exceptions reached ({max})"
)
RECURRENCE_RULE_INVALID = FormCode("RECURRENCE_RULE_INVALID", "{reason}")
