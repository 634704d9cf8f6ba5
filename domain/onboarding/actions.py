"""Changing a guild's onboarding. Needs the guild's lock."""

from core.database import Transaction
from core.problems import Faults
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.guilds import features
from domain.members.rules import require_assignable
from domain.onboarding import emojis, queries, rules, store
from domain.onboarding.records import EditOnboarding, Feature, Onboarding, ShownEmoji
from domain.permissions.bits import Permission

_NOT_LOGGED = frozenset({"guild_id", "prompts", "below_requirements"})


async def put(tx: Transaction, here: GuildAccess, body: EditOnboarding) -> Onboarding:
    """Docs: resources/guild#modify-guild-onboarding.

    A role that an option gives from now on must be one that the caller could give himself: else who may write
    options could give himself any. Raises 50013, 50028, 50035, 350000, 350001.
    """
    here.require(Permission.MANAGE_GUILD | Permission.MANAGE_ROLES)
    ground = await queries.ground(tx, here.guild_id)
    before = await queries.read(tx, ground)
    after = rules.changed(before, body, await _checked(tx, body, ground))
    after.below_requirements = not rules.meets_requirements(after, ground)
    rules.require_allowed(before, after)
    for role_id in sorted(rules.new_roles(before, after)):
        require_assignable(here, ground.roles[role_id])
    is_new = await store.find(tx, here.guild_id) is None
    if is_new or after != before:
        await store.put(tx, after)
        await _switch(tx, after)
        await _log(tx, here, before, after, is_new)
    return after


async def _checked(tx: Transaction, body: EditOnboarding, ground: rules.Ground) -> dict[tuple[int, int], ShownEmoji]:
    """The emojis of the options. Raises 50035 with all that is wrong with the body."""
    faults = Faults()
    rules.check(body, ground, faults)
    places = [(at, number) for at, prompt in enumerate(body.prompts or []) for number in range(len(prompt.options))]
    wanted = [
        (f"prompts[{at}].options[{number}].emoji_id", *option.wanted_emoji())
        for at, prompt in enumerate(body.prompts or [])
        for number, option in enumerate(prompt.options)
    ]
    shown = await emojis.known(tx, ground.guild_id, wanted, faults)
    faults.raise_if_any()
    return dict(zip(places, shown, strict=True))


async def _switch(tx: Transaction, onboarding: Onboarding) -> None:
    wanted = {Feature.ENABLED.value: onboarding.enabled, Feature.HAS_PROMPTS.value: bool(onboarding.prompts)}
    if onboarding.enabled:
        wanted[Feature.EVER_ENABLED.value] = True
    await features.switch(tx, onboarding.guild_id, wanted)


async def _log(tx: Transaction, here: GuildAccess, before: Onboarding, after: Onboarding, is_new: bool) -> None:
    """An entry for each prompt, and one for the whole."""
    was = {prompt.id: prompt for prompt in before.prompts}
    now = {prompt.id: prompt for prompt in after.prompts}
    for prompt_id in [*was, *(one for one in now if one not in was)]:
        old, new = was.get(prompt_id), now.get(prompt_id)
        if old is None:
            action = AuditLogEvent.ONBOARDING_PROMPT_CREATE
        else:
            action = AuditLogEvent.ONBOARDING_PROMPT_UPDATE if new else AuditLogEvent.ONBOARDING_PROMPT_DELETE
        if old != new:
            await audit_log.add(tx, here, action, prompt_id, between(old, new, but=frozenset({"id"})))
    changes = between(None if is_new else before, after, but=_NOT_LOGGED)
    if is_new or changes:
        action = AuditLogEvent.ONBOARDING_CREATE if is_new else AuditLogEvent.ONBOARDING_UPDATE
        await audit_log.add(tx, here, action, here.guild_id, changes)
