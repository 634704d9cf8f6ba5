"""Using commands: what the client sent, against the command as it is now and where it is used.

Docs: interactions/application-commands, interactions/receiving-and-responding#interaction-object-application-command-
data-structure.
"""

from collections.abc import Sequence

from core import codes, form_codes, snowflakes
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.commands.access import require_usable
from domain.commands.localization import localized_path
from domain.commands.records import Command, CommandType, IntegrationType
from domain.components.records import UploadedFile
from domain.interactions import options, resolved
from domain.interactions.dispatch import Asked
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place, find_people
from domain.interactions.records import CommandData, Resolved
from domain.interactions.requests import Autocomplete, InvokeCommand, SentCommand
from domain.interactions.stored import InteractionType
from domain.messages import attachments, store
from domain.messages import queries as messages
from domain.messages.attachments import Upload
from domain.messages.records import InteractionMetadata
from domain.permissions.bits import Permission


async def use(interactions: Interactions, place: Place, body: InvokeCommand, uploads: Sequence[Upload]) -> Asked:
    """Raises 10063 for an unknown command, 50035 for an outdated one or unfit options, 50001 where it is not to be
    used, 10008 for an unknown target.
    """
    command = await _find(interactions, place, body.data)
    asked = _asked(place, command, body)
    if command.type == CommandType.USER:
        await _aim_at_user(interactions, place, body.data, asked)
    elif command.type == CommandType.MESSAGE:
        await _aim_at_message(interactions, place, body.data, asked)
    else:
        await _fill_in(interactions, place, command, body.data, uploads, asked)
    return asked


async def complete(interactions: Interactions, place: Place, body: Autocomplete) -> Asked:
    """Raises as `use` does; of the options, only names and types and the focus are looked at."""
    command = await _find(interactions, place, body.data)
    asked = _asked(place, command, body)
    faults = Faults()
    checked = options.check(command.options or (), body.data.options or (), faults, partial=True)
    faults.raise_if_any()
    asked.data.options = checked.options
    return asked


async def _find(interactions: Interactions, place: Place, sent: SentCommand) -> Command:
    command = place.circumstances.command
    if command is None:
        raise Problem(codes.UNKNOWN_APPLICATION_COMMAND)
    said = place.circumstances.said
    await require_usable(interactions.database, command, place.here, place.owners, said, place.is_bot_dm)
    if sent.version != command.version:
        raise Problem.invalid("data", form_codes.INTERACTION_APPLICATION_COMMAND_INVALID_VERSION)
    return command


class _AskedCommand(Asked, kw_only=True):
    data: CommandData  # pyright: ignore[reportIncompatibleVariableOverride] - nobody puts another kind there


def _asked(place: Place, command: Command, body: InvokeCommand | Autocomplete) -> _AskedCommand:
    kind = InteractionType.APPLICATION_COMMAND
    if isinstance(body, Autocomplete):
        kind = InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE
    owners = place.authorizing_owners(
        by_guild=command.is_for(IntegrationType.GUILD_INSTALL), by_user=command.is_for(IntegrationType.USER_INSTALL)
    )
    return _AskedCommand(
        type=kind,
        data=CommandData(id=command.id, name=command.name, type=command.type, guild_id=command.guild_id),
        metadata=InteractionMetadata(
            id=snowflakes.make(),
            type=kind,
            user=place.caller.user,
            authorizing_integration_owners=owners,
            name=command.name,
            name_localized=_localized(place, command),
            command_type=command.type,
        ),
        nonce=body.nonce or None,
    )


async def _fill_in(
    interactions: Interactions,
    place: Place,
    command: Command,
    sent: SentCommand,
    uploads: Sequence[Upload],
    asked: _AskedCommand,
) -> None:
    faults = Faults()
    files = attachments.new_files(uploads, sent.attachments or (), faults)
    uploaded = {file.index: UploadedFile(file.attachment.id, file.attachment.filename) for file in files}
    checked = options.check(command.options or (), sent.options or (), faults, uploaded)
    faults.raise_if_any()
    asked.data.resolved = await resolved.resolve(interactions, place, checked.references, files, faults)
    faults.raise_if_any()
    asked.data.options = checked.options or UNSET
    asked.metadata.name = " ".join((command.name, *checked.names))
    asked.metadata.name_localized = _localized(place, command, checked.names)
    given = {reference.id for reference in checked.references}
    asked.files = [file for file in files if file.attachment.id in given]


async def _aim_at_user(interactions: Interactions, place: Place, sent: SentCommand, asked: _AskedCommand) -> None:
    target_id = _target(sent)
    person = (await find_people(interactions, place.here, [target_id])).get(target_id)
    if person is None:
        raise Problem(codes.UNKNOWN_USER)
    asked.data.target_id = target_id
    asked.data.resolved = Resolved()
    resolved.add_person(asked.data.resolved, place, person)
    asked.metadata.target_user = person.user


async def _aim_at_message(interactions: Interactions, place: Place, sent: SentCommand, asked: _AskedCommand) -> None:
    """The application gets the message whole, whatever its intents: it was pointed to it."""
    target_id = _target(sent)
    place.here.require(Permission.READ_MESSAGE_HISTORY)
    stored = await store.find(interactions.database, place.here.channel_id, target_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    message = (await messages.show(interactions.messages, place.seen_by_application(whole=True), [stored]))[0]
    asked.data.target_id = target_id
    asked.data.resolved = Resolved(messages={str(int(target_id)): message})
    asked.metadata.target_message_id = target_id


def _localized(place: Place, command: Command, names: Sequence[str] = ()) -> str | UnsetType:
    """The name in the language of who uses the command."""
    return localized_path(command, names, place.circumstances.locale) or UNSET


def _target(sent: SentCommand) -> Snowflake:
    if not sent.target_id:
        raise Problem.invalid("data.target_id", form_codes.BASE_TYPE_REQUIRED)
    return sent.target_id
