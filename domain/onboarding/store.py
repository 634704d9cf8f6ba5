"""SQL of onboarding, of what its prompts were answered with, of welcome screens and of guides."""

from collections.abc import Sequence

from core.database import Reader, Transaction
from core.wire import Snowflake, decode, encode
from domain.onboarding.records import Onboarding, Prompt, Responses
from domain.onboarding.welcome_records import (
    NewMemberAction,
    NewMemberWelcome,
    ResourceChannel,
    StoredWelcomeScreen,
    WelcomeChannel,
    WelcomeMessage,
    WelcomeScreen,
)


async def features(reader: Reader, guild_id: int) -> list[str] | None:
    """None when there is no such guild."""
    return await reader.fetchval("SELECT features FROM guilds WHERE id = $1", guild_id)


async def find(reader: Reader, guild_id: int) -> Onboarding | None:
    """As it was written: see `rules.existing`."""
    row = await reader.fetchrow(
        "SELECT enabled, mode, default_channel_ids, prompts FROM onboardings WHERE guild_id = $1", guild_id
    )
    if row is None:
        return None
    return Onboarding(
        guild_id=Snowflake(guild_id),
        prompts=decode(row["prompts"], list[Prompt]),
        default_channel_ids=[Snowflake(channel_id) for channel_id in row["default_channel_ids"]],
        enabled=row["enabled"],
        mode=row["mode"],
        below_requirements=False,
    )


async def put(tx: Transaction, onboarding: Onboarding) -> None:
    await tx.execute(
        "INSERT INTO onboardings (guild_id, enabled, mode, default_channel_ids, prompts) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (guild_id) DO UPDATE SET (enabled, mode, default_channel_ids, prompts) = ROW($2, $3, $4, $5)",
        onboarding.guild_id,
        onboarding.enabled,
        onboarding.mode,
        onboarding.default_channel_ids,
        encode(onboarding.prompts).decode(),
    )


async def find_responses(reader: Reader, guild_id: int, user_id: int) -> Responses | None:
    row = await reader.fetchrow(
        "SELECT option_ids, prompts_seen, responses_seen FROM onboarding_responses"
        " WHERE guild_id = $1 AND user_id = $2",
        guild_id,
        user_id,
    )
    if row is None:
        return None
    return Responses(
        guild_id=Snowflake(guild_id),
        user_id=Snowflake(user_id),
        onboarding_responses=[Snowflake(option_id) for option_id in row["option_ids"]],
        onboarding_prompts_seen=decode(row["prompts_seen"], dict[str, int]),
        onboarding_responses_seen=decode(row["responses_seen"], dict[str, int]),
    )


async def put_responses(tx: Transaction, responses: Responses) -> None:
    await tx.execute(
        "INSERT INTO onboarding_responses (guild_id, user_id, option_ids, prompts_seen, responses_seen)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (guild_id, user_id)"
        " DO UPDATE SET (option_ids, prompts_seen, responses_seen) = ROW($3, $4, $5)",
        responses.guild_id,
        responses.user_id,
        responses.onboarding_responses,
        encode(responses.onboarding_prompts_seen).decode(),
        encode(responses.onboarding_responses_seen).decode(),
    )


async def find_welcome_screen(reader: Reader, guild_id: int) -> StoredWelcomeScreen | None:
    """Without the channels that are deleted since."""
    row = await reader.fetchrow(
        "SELECT enabled, description, welcome_channels FROM welcome_screens WHERE guild_id = $1", guild_id
    )
    if row is None:
        return None
    channels = decode(row["welcome_channels"], list[WelcomeChannel])
    known = await _known_channels(reader, guild_id, [channel.channel_id for channel in channels])
    channels = [channel for channel in channels if channel.channel_id in known]
    return StoredWelcomeScreen(row["enabled"], WelcomeScreen(row["description"], channels))


async def put_welcome_screen(tx: Transaction, guild_id: int, stored: StoredWelcomeScreen) -> None:
    await tx.execute(
        "INSERT INTO welcome_screens (guild_id, enabled, description, welcome_channels) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (guild_id) DO UPDATE SET (enabled, description, welcome_channels) = ROW($2, $3, $4)",
        guild_id,
        stored.enabled,
        stored.screen.description,
        encode(stored.screen.welcome_channels).decode(),
    )


async def find_new_member_welcome(reader: Reader, guild_id: int) -> NewMemberWelcome | None:
    """Without the channels that are deleted since."""
    row = await reader.fetchrow(
        "SELECT enabled, welcome_message, new_member_actions, resource_channels"
        " FROM new_member_welcomes WHERE guild_id = $1",
        guild_id,
    )
    if row is None:
        return None
    actions = decode(row["new_member_actions"], list[NewMemberAction])
    resources = decode(row["resource_channels"], list[ResourceChannel])
    known = await _known_channels(reader, guild_id, [one.channel_id for one in (*actions, *resources)])
    return NewMemberWelcome(
        guild_id=Snowflake(guild_id),
        enabled=row["enabled"],
        welcome_message=decode(row["welcome_message"], WelcomeMessage),
        new_member_actions=[one for one in actions if one.channel_id in known],
        resource_channels=[one for one in resources if one.channel_id in known],
    )


async def put_new_member_welcome(tx: Transaction, welcome: NewMemberWelcome) -> None:
    await tx.execute(
        "INSERT INTO new_member_welcomes"
        " (guild_id, enabled, welcome_message, new_member_actions, resource_channels) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (guild_id) DO UPDATE"
        " SET (enabled, welcome_message, new_member_actions, resource_channels) = ROW($2, $3, $4, $5)",
        welcome.guild_id,
        welcome.enabled,
        encode(welcome.welcome_message).decode(),
        encode(welcome.new_member_actions).decode(),
        encode(welcome.resource_channels).decode(),
    )


async def _known_channels(reader: Reader, guild_id: int, ids: Sequence[int]) -> set[int]:
    rows = await reader.fetch("SELECT id FROM channels WHERE guild_id = $1 AND id = ANY($2::bigint[])", guild_id, ids)
    return {row["id"] for row in rows}
