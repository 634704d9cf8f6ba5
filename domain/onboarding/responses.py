"""What members answer to the prompts of onboarding, and what they get by it. Needs the guild's lock.

They get the roles of the options that they choose. An option's channels are told to clients, who show them to who has
chosen it; nobody is opted in to them here: which channels a user is shown is a setting of his own.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import GuildAccess
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.members.rules import with_roles
from domain.onboarding import queries, rules, store
from domain.onboarding.records import EditResponses, MemberFlag, Responses

_MOST_SEEN = 1500


async def answer(tx: Transaction, here: GuildAccess, body: EditResponses, *, first: bool) -> Responses | None:
    """Gives the caller the roles of the options that he chose, and takes those of options that he chose before.

    None when he chose nothing. Options that are gone count for nothing. With `first` what he has not answered now is
    not answered; else it stays. Raises 50001 while onboarding is not enabled, 50035 for too many options of a prompt.
    """
    onboarding = await queries.read(tx, await queries.ground(tx, here.guild_id))
    if not onboarding.enabled:
        raise Problem(codes.MISSING_ACCESS)
    kept = await store.find_responses(tx, here.guild_id, here.user_id)
    before = list(kept.onboarding_responses) if kept else []
    given = body.onboarding_responses
    chosen = rules.answered(onboarding, given if isinstance(given, list) else [] if first else before)
    after = Responses(
        guild_id=Snowflake(here.guild_id),
        user_id=Snowflake(here.user_id),
        onboarding_responses=chosen,
        onboarding_prompts_seen=_seen(kept and kept.onboarding_prompts_seen, body.onboarding_prompts_seen or {}),
        onboarding_responses_seen=_seen(kept and kept.onboarding_responses_seen, body.onboarding_responses_seen or {}),
    )
    await store.put_responses(tx, after)
    member = await member_queries.get(tx, here.guild_id, here.user_id)
    changed = with_roles(member, rules.roles_after(member.roles, onboarding, before, chosen))
    changed.flags |= int(MemberFlag.STARTED_ONBOARDING)
    if rules.is_complete(onboarding, chosen):
        changed.flags |= int(MemberFlag.COMPLETED_ONBOARDING)
    await members.change(tx, here.guild_id, member, changed)
    return after if chosen else None


def _seen(before: dict[str, int] | None, given: dict[str, int]) -> dict[str, int]:
    """The newest of what was seen; ids that are none are dropped."""
    merged = (before or {}) | {key: value for key, value in given.items() if key.isascii() and key.isdigit()}
    newest = sorted(merged.items(), key=lambda item: item[1])[-_MOST_SEEN:]
    return dict(newest)
