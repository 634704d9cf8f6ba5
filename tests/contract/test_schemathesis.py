"""Our own contract, turned into requests by schemathesis: no 5xx, and no answer that is not documented.

GUILDHALL_EXAMPLES sets how many are tried for each operation; from 100 on, not the same ones each time (`make fuzz`).
Each is sent as it was made, which seldom names anything that exists, and then to what there is in a scene.
"""

import os

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from openapi.paths import openapi_document
from openapi.write import operations
from rest.operation import Operation, Who
from tests.contract.scene import Scene
from tests.instances import Addresses

_EXAMPLES = int(os.environ.get("GUILDHALL_EXAMPLES", "5"))
_OPERATIONS: dict[str, Operation] = {operation.id: operation for operation in operations()}
# They would take the scene away from under the others.
_ENDS_THE_SCENE = {"logout", "reset_application_bot"} | {one.id for one in operations() if one.method == "DELETE"}
_OFF = [
    # A schema cannot say which values go together, nor what exists: a well formed request may be told 400.
    checks.positive_data_acceptance,
    # Each request here has a token. What is told to those without one, test_bad_input asks of every operation.
    checks.missing_required_header,
]
_UNREAD = b"Invalid HTTP request received."  # a query of more than 64 KiB comes to no application
_AS_MADE = {ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY}

schema = schemathesis.openapi.from_dict(openapi_document(operations()))


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    database=None,
    derandomize=_EXAMPLES < 100,
    phases=[Phase.explicit, Phase.generate] if _EXAMPLES >= 100 else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_documented(case: schemathesis.Case, worn_scene: Scene, addresses: Addresses) -> None:
    operation = _OPERATIONS[case.operation.definition.raw["operationId"]]
    watchers = [worn_scene.owner] if Who.USER in operation.who else []
    watchers += [worn_scene.bot] if Who.BOT in operation.who else []
    tokens = [f"Bot {watcher.token}" if watcher.bot else watcher.token for watcher in watchers] or [""]

    def call(token: str, sent: set[ParameterLocation]) -> None:
        off = _OFF if _is_wrong(case, sent) else [*_OFF, checks.negative_data_rejection]
        kept = {"base_url": addresses.api, "headers": {"Authorization": token}}
        answer = case.call(**kept)
        if answer.content != _UNREAD:
            case.validate_response(answer, headers=kept["headers"], excluded_checks=off, transport_kwargs=kept)

    call(tokens[0], _AS_MADE)
    if case.path_parameters and operation.id not in _ENDS_THE_SCENE:
        case.path_parameters = {name: worn_scene.ids[name] for name in case.path_parameters}
        for token in tokens:
            call(token, _AS_MADE - {ParameterLocation.PATH})


def _is_wrong(case: schemathesis.Case, sent: set[ParameterLocation]) -> bool:
    """Whether all that is wrong with it is in what is sent as it was made; unknown words of a query are nothing wrong.

    Where something else is sent in place of a part of it, the rest is no longer what was made to be wrong.
    """
    assert case.meta is not None
    data = case.meta.phase.data
    unknown = ParameterLocation.QUERY, ("additionalProperties",)
    wrong = {one.parameter_location for one in data.mutations if (one.parameter_location, one.keywords) != unknown}
    return (wrong or {data.parameter_location}) <= sent
