"""Onboarding, welcome screens, membership screening and join requests."""

from tests.api.test_join_requests import ESSAY, TERMS, join
from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_onboarding(world: World, answers: Driver) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    place = {"guild_id": made.id}
    channels = {"rules_channel_id": made.channel, "public_updates_channel_id": made.channel}
    await bot.patch(f"/guilds/{made.id}", {"features": ["COMMUNITY"], **channels})
    path = f"/guilds/{made.id}/channels"
    ids = [(await bot.post(path, {"name": f"c{number}", "type": 0}))["id"] for number in range(7)]
    welcome = {"channel_id": made.channel, "description": "d", "emoji_name": "📡"}
    screen = {"enabled": True, "description": "hi", "welcome_channels": [welcome]}
    await answers.of(bot, "update_guild_welcome_screen", screen, **place)
    await answers.of(bot, "get_guild_welcome_screen", **place)
    options = [{"title": "a", "channel_ids": ids[:1], "emoji_name": "🦊"}, {"title": "b", "description": None}]
    prompt = {"id": "0", "title": "a prompt", "options": options, "single_select": True, "in_onboarding": True}
    body = {"prompts": [prompt], "default_channel_ids": ids, "enabled": True, "mode": 1}
    await answers.of(bot, "put_guilds_onboarding", body, **place)
    await answers.of(bot, "get_guilds_onboarding", **place)
    await answers.of(made.owner, "get_guilds_onboarding", **place)
    await answers.of(bot, "get_guild_new_member_welcome", **place)
    actions = [{"channel_id": one, "action_type": 1, "title": "t", "emoji": {"name": "🦊"}} for one in ids[:3]]
    guide = {
        "enabled": True,
        "new_member_actions": actions,
        "resource_channels": [{"channel_id": ids[0], "title": "t"}],
    }
    await bot.put(f"/guilds/{made.id}/new-member-welcome", guide)
    await answers.of(bot, "get_guild_new_member_welcome", **place)


async def test_join_requests(world: World, answers: Driver) -> None:
    made, place = await world.guild(), "guild_id"
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    text = {"field_type": "TEXT_INPUT", "label": "why", "placeholder": "because"}
    choice = {"field_type": "MULTIPLE_CHOICE", "label": "which", "choices": ["a", "b"]}
    form = [TERMS, text, ESSAY, choice]
    await bot.patch(f"/guilds/{made.id}/member-verification", {"enabled": True, "form_fields": form})
    responses = [True, "because", "an essay", 1]
    given = [field | {"response": response} for field, response in zip(form, responses, strict=True)]
    verdicts = [{"action": "APPROVED"}, {"action": "REJECTED", "rejection_reason": "no room"}]
    for person, verdict in zip(await world.users(2), verdicts, strict=True):
        await join(made, person)
        request = await person.put(f"/guilds/{made.id}/requests/@me", {"form_fields": given})
        await answers.of(bot, "get_guild_join_requests", query="?status=SUBMITTED", **{place: made.id})
        one = {place: made.id, "request_id": request["id"]}
        await answers.of(bot, "action_guild_join_request", verdict, **one)
    await answers.of(bot, "get_guild_join_requests", query="?limit=1", **{place: made.id})
