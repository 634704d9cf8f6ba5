"""Every operation against bearers of every scope: none may do more than its scopes say."""

import asyncio

import pytest

from domain.grants.scopes import SCOPES, expanded
from openapi.write import operations
from rest.operation import Operation, Who
from tests.contract.scene import UNKNOWN_ID
from tests.instances import Addresses
from tests.oauth.applications import Application
from tests.world import Caller, World

OPERATIONS = [one for one in operations() if Who.ANYONE not in one.who]


# Each looks at the token's application itself.
OPEN_TO_ANY_TOKEN = {
    "get_my_oauth2_authorization",
    "get_current_user_application_entitlements",
    "get_sku_subscription",
    "get_sku_subscriptions",
    "upload_application_attachment",
}


@pytest.fixture(scope="module")
def token(addresses: Addresses) -> str:
    """Of an application's owner, with every scope that there is; who has all may still not do what none opens."""

    async def make() -> str:
        async with World(addresses) as world:
            app = await Application.make(world)
            scope = " ".join(name for name, scope in SCOPES.items() if not scope.by_code_only)
            return (await app.token(grant_type="client_credentials", scope=scope))["access_token"]

    return asyncio.run(make())


@pytest.mark.parametrize("operation", [pytest.param(one, id=one.id) for one in OPERATIONS if Who.BEARER not in one.who])
async def test_what_no_scope_opens(world: World, token: str, operation: Operation) -> None:
    for prefix, status, code in (("Bearer ", 403, 50026), ("Bot ", 401, 0), ("", 401, 0)):
        await Caller(world, prefix + token).refused(code, operation.method, _path(operation), status=status)


def test_nothing_else_is_open_to_any_token() -> None:
    found = {one.id for one in OPERATIONS if Who.BEARER in one.who and not one.scopes}
    assert found == OPEN_TO_ANY_TOKEN


async def test_other_scopes_open_nothing(world: World) -> None:
    """A token with all scopes but those of an operation; as many tokens as operations have different scopes."""
    app = await Application.make(world)
    opened = [one for one in OPERATIONS if one.scopes]
    assert opened
    for needed in {one.scopes for one in opened}:
        names = [name for name, scope in SCOPES.items() if not scope.by_code_only and not expanded([name]) & needed]
        tokens = await app.token(grant_type="client_credentials", scope=" ".join(names))
        for one in opened:
            if one.scopes == needed:
                await app.holding(tokens).refused(50026, one.method, _path(one), status=403)


def _path(operation: Operation) -> str:
    """To what does not exist: who calls is looked at before anything else."""
    assert operation.path_parameters is None or operation.path.count("{") == len(
        operation.path_parameters.__struct_fields__
    )
    names = operation.path_parameters.__struct_fields__ if operation.path_parameters else ()
    return operation.path.format(**dict.fromkeys(names, UNKNOWN_ID))
