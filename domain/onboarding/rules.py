"""What onboarding becomes by a change, and what it needs. Pure.

Prompts are kept as they were given. What is shown of them is without the roles and channels that are deleted since:
ids never come again.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from core import clock, codes, form_codes, snowflakes
from core.problems import Faults, Path, Problem
from core.wire import Snowflake
from domain.channels.records import Channel, ChannelType
from domain.guilds.rules import COMMUNITY
from domain.guilds.state import channel_bits
from domain.onboarding.records import (
    ADVANCED,
    FEWEST_CHANNELS,
    FEWEST_WRITABLE,
    EditOnboarding,
    EditPrompt,
    EditPromptOption,
    Onboarding,
    Prompt,
    PromptOption,
    ShownEmoji,
)
from domain.permissions.bits import Permission, holds
from domain.permissions.compute import MemberBits, RoleBits, permissions_in
from domain.roles.records import Role

_NOBODY = 0


class Ground(msgspec.Struct):
    """What there is of a guild for onboarding to stand on."""

    guild_id: int
    features: list[str]
    channels: dict[int, Channel]
    roles: dict[int, Role]


def existing(onboarding: Onboarding, ground: Ground) -> Onboarding:
    """Without the roles and channels that the guild has no more, and with whether it meets the requirements."""
    for option in _options(onboarding.prompts):
        option.role_ids = [role_id for role_id in option.role_ids if role_id in ground.roles]
        option.channel_ids = [channel_id for channel_id in option.channel_ids if channel_id in ground.channels]
    onboarding.default_channel_ids = [one for one in onboarding.default_channel_ids if one in ground.channels]
    onboarding.below_requirements = not meets_requirements(onboarding, ground)
    return onboarding


def meets_requirements(onboarding: Onboarding, ground: Ground) -> bool:
    """Docs: resources/guild#modify-guild-onboarding."""
    counted: set[int] = set(onboarding.default_channel_ids)
    if onboarding.mode == ADVANCED:
        shown = [prompt for prompt in onboarding.prompts if prompt.in_onboarding]
        counted.update(channel_id for option in _options(shown) for channel_id in option.channel_ids)
    channels = [ground.channels[channel_id] for channel_id in counted]
    channels = [channel for channel in channels if channel.type != ChannelType.GUILD_CATEGORY]
    writable = sum(everyone_may(ground, channel, Permission.SEND_MESSAGES) for channel in channels)
    return COMMUNITY in ground.features and len(channels) >= FEWEST_CHANNELS and writable >= FEWEST_WRITABLE


def require_allowed(before: Onboarding, after: Onboarding) -> None:
    """Raises 350000 for what cannot be enabled, 350001 for what was and could be no longer."""
    if after.enabled and after.below_requirements:
        problem = codes.ONBOARDING_BELOW_REQUIREMENTS if before.enabled else codes.ONBOARDING_REQUIREMENTS_NOT_MET
        raise Problem(problem)


def check(body: EditOnboarding, ground: Ground, faults: Faults) -> None:
    """Notes what is not the guild's, and what is given twice."""
    _check_ids("default_channel_ids", body.default_channel_ids or [], ground.channels, faults)
    for at, prompt in enumerate(body.prompts or []):
        for number, option in enumerate(prompt.options):
            place = f"prompts[{at}].options[{number}]"
            _check_ids(f"{place}.channel_ids", option.channel_ids or [], ground.channels, faults)
            roles = [role_id for role_id in ground.roles if role_id != ground.guild_id]
            _check_ids(f"{place}.role_ids", option.role_ids or [], roles, faults)


def changed(before: Onboarding, body: EditOnboarding, emojis: Mapping[tuple[int, int], ShownEmoji]) -> Onboarding:
    """With what was given. `emojis` are those of the options, by the positions of prompt and option."""
    after = msgspec.structs.replace(before)
    if body.prompts:
        after.prompts = _prompts(before.prompts, body.prompts, emojis)
    elif body.prompts == []:
        after.prompts = []
    if isinstance(body.default_channel_ids, list):
        after.default_channel_ids = body.default_channel_ids
    if isinstance(body.enabled, bool):
        after.enabled = body.enabled
    if isinstance(body.mode, int):
        after.mode = body.mode
    return after


def new_roles(before: Onboarding, after: Onboarding) -> set[int]:
    """The roles that options give now and did not give before."""
    return _roles(_options(after.prompts)) - _roles(_options(before.prompts))


def answered(onboarding: Onboarding, given: Collection[int]) -> list[Snowflake]:
    """Those of the options that there are. Raises 50035 for two of a prompt that takes one."""
    chosen: list[Snowflake] = []
    for prompt in onboarding.prompts:
        picked = [option.id for option in prompt.options if option.id in given]
        if prompt.single_select and len(picked) > 1:
            reason = f"Only one option of {int(prompt.id)} can be chosen."
            raise Problem.invalid("onboarding_responses", form_codes.BASE_TYPE_INVALID, reason=reason)
        chosen += picked
    return chosen


def is_complete(onboarding: Onboarding, chosen: Collection[int]) -> bool:
    """Whether every prompt that must be answered is."""
    return all(
        any(option.id in chosen for option in prompt.options)
        for prompt in onboarding.prompts
        if prompt.required and prompt.in_onboarding
    )


def roles_after(
    held: Iterable[int], onboarding: Onboarding, before: Collection[int], chosen: Collection[int]
) -> list[int]:
    """A member's roles when he has these options in place of those before."""
    options = list(_options(onboarding.prompts))
    given = _roles(option for option in options if option.id in chosen)
    taken = _roles(option for option in options if option.id in before) - given
    return [role_id for role_id in dict.fromkeys([*held, *sorted(given)]) if role_id not in taken]


def _prompts(
    before: Iterable[Prompt], given: Iterable[EditPrompt], emojis: Mapping[tuple[int, int], ShownEmoji]
) -> list[Prompt]:
    """Known ids stay, each for one; others are made anew. An option keeps its id within its prompt alone."""
    known = {prompt.id: {option.id for option in prompt.options} for prompt in before}
    made: list[Prompt] = []
    for at, prompt in enumerate(given):
        known_options = known.pop(prompt.id, None)
        prompt_id = prompt.id if known_options is not None else snowflakes.make()
        options = [
            _option(option, known_options or set(), emojis[at, number]) for number, option in enumerate(prompt.options)
        ]
        made.append(
            Prompt(
                id=prompt_id,
                title=prompt.title,
                options=options,
                single_select=bool(prompt.single_select),
                required=bool(prompt.required),
                in_onboarding=prompt.in_onboarding is True,
                type=prompt.type or 0,
            )
        )
    return made


def _option(option: EditPromptOption, known: set[Snowflake], emoji: ShownEmoji) -> PromptOption:
    is_known = isinstance(option.id, int) and option.id in known
    option_id = option.id if isinstance(option.id, int) and is_known else snowflakes.make()
    known.discard(option_id)
    return PromptOption(
        id=option_id,
        title=option.title,
        description=option.description or "",
        emoji=emoji,
        role_ids=list(option.role_ids or []),
        channel_ids=list(option.channel_ids or []),
    )


def _check_ids(path: str, given: list[Snowflake], known: Collection[int], faults: Faults) -> None:
    for at, one in enumerate(given):
        place: Path = f"{path}[{at}]"
        if one not in known:
            faults.add(place, form_codes.BASE_TYPE_INVALID, reason="The guild has none of that id.")
        elif one in given[:at]:
            faults.add(place, form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)


def _options(prompts: Iterable[Prompt]) -> Iterable[PromptOption]:
    return (option for prompt in prompts for option in prompt.options)


def _roles(options: Iterable[PromptOption]) -> set[int]:
    return {role_id for option in options for role_id in option.role_ids}


def everyone_may(ground: Ground, channel: Channel, permission: Permission) -> bool:
    """Whether @everyone may do that in the channel, whatever else a member's roles give him."""
    everyone = ground.roles[ground.guild_id]
    given = channel.permission_overwrites or []
    bits = channel_bits(channel.type, None, [(one.id, one.type, one.allow, one.deny) for one in given])
    roles = {ground.guild_id: RoleBits(everyone.permissions, 0)}
    member = MemberBits([], None)
    return holds(permissions_in(-1, ground.guild_id, roles, _NOBODY, member, clock.now_ms(), bits), permission)
