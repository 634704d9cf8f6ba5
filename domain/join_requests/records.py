"""Forms and join requests as they go over the wire. User-side docs: resources/guild#member-verification-object."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.users.records import User

GATE_ENABLED = "MEMBER_VERIFICATION_GATE_ENABLED"
MANUAL_APPROVAL = "MEMBER_VERIFICATION_MANUAL_APPROVAL"
PREVIEW_ENABLED = "PREVIEW_ENABLED"

STARTED, SUBMITTED, REJECTED, APPROVED = "STARTED", "SUBMITTED", "REJECTED", "APPROVED"
Status = Literal["STARTED", "SUBMITTED", "REJECTED", "APPROVED"]
Verdict = Literal["APPROVED", "REJECTED"]

_Label = Annotated[str, msgspec.Meta(max_length=300)]
_Answer = Annotated[str, msgspec.Meta(min_length=1, max_length=150)]
_Rule = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class _Field(msgspec.Struct, kw_only=True, tag_field="field_type"):
    label: _Label
    description: _Label | None = None
    automations: Annotated[list[_Label], msgspec.Meta(max_length=10)] | None = None
    required: bool = False


class TermsField(_Field, kw_only=True, tag="TERMS"):
    """Rules to agree to."""

    values: Annotated[list[_Rule], msgspec.Meta(min_length=1, max_length=16)]


class TextField(_Field, kw_only=True, tag="TEXT_INPUT"):
    placeholder: _Label | None = None


class ParagraphField(_Field, kw_only=True, tag="PARAGRAPH"):
    placeholder: _Label | None = None


class ChoiceField(_Field, kw_only=True, tag="MULTIPLE_CHOICE"):
    choices: Annotated[list[_Answer], msgspec.Meta(min_length=1, max_length=8)]


FormField: TypeAlias = TermsField | TextField | ParagraphField | ChoiceField


class MemberVerification(msgspec.Struct):
    """The form of a guild. `version` is when it was last changed."""

    version: Timestamp | None
    form_fields: list[FormField]
    description: str | None


class EditMemberVerification(msgspec.Struct):
    """`bulk_action`: what becomes of those who wait, when the gate is opened for good."""

    enabled: bool | UnsetType | None = UNSET
    form_fields: Annotated[list[FormField], msgspec.Meta(max_length=5)] | UnsetType | None = UNSET
    description: Annotated[str, msgspec.Meta(max_length=300)] | UnsetType | None = UNSET
    bulk_action: Verdict | UnsetType | None = UNSET


class TermsAnswer(msgspec.Struct, tag_field="field_type", tag="TERMS"):
    response: bool | UnsetType | None = UNSET


class TextAnswer(msgspec.Struct, tag_field="field_type", tag="TEXT_INPUT"):
    response: Annotated[str, msgspec.Meta(max_length=150)] | UnsetType | None = UNSET


class ParagraphAnswer(msgspec.Struct, tag_field="field_type", tag="PARAGRAPH"):
    response: Annotated[str, msgspec.Meta(max_length=1000)] | UnsetType | None = UNSET


class ChoiceAnswer(msgspec.Struct, tag_field="field_type", tag="MULTIPLE_CHOICE"):
    """The position of the choice."""

    response: Annotated[int, msgspec.Meta(ge=0, le=7)] | UnsetType | None = UNSET


Answer: TypeAlias = TermsAnswer | TextAnswer | ParagraphAnswer | ChoiceAnswer


class SubmitJoinRequest(msgspec.Struct):
    """All the fields of the form, answered. `version`: of the form that they are of."""

    form_fields: Annotated[list[Answer], msgspec.Meta(max_length=5)] = []
    version: Timestamp | UnsetType | None = UNSET


class _Answered(msgspec.Struct, kw_only=True, tag_field="field_type"):
    """A field as it was when it was answered."""

    label: str
    description: str | UnsetType = UNSET
    required: bool


class AnsweredTerms(_Answered, kw_only=True, tag="TERMS"):
    values: list[str]
    response: bool | UnsetType = UNSET


class AnsweredText(_Answered, kw_only=True, tag="TEXT_INPUT"):
    placeholder: str | UnsetType = UNSET
    response: str | UnsetType = UNSET


class AnsweredParagraph(_Answered, kw_only=True, tag="PARAGRAPH"):
    placeholder: str | UnsetType = UNSET
    response: str | UnsetType = UNSET


class AnsweredChoice(_Answered, kw_only=True, tag="MULTIPLE_CHOICE"):
    choices: list[str]
    response: int | UnsetType = UNSET


Answered: TypeAlias = AnsweredTerms | AnsweredText | AnsweredParagraph | AnsweredChoice


class JoinRequest(msgspec.Struct, kw_only=True):
    """A request; what stands in its answers, and who looked at them, is for those who look at them."""

    id: Snowflake
    join_request_id: Snowflake
    created_at: Timestamp
    reviewed_at: Timestamp | None
    application_status: Status
    rejection_reason: str | None
    guild_id: Snowflake
    user_id: Snowflake
    user: User | UnsetType | None = UNSET
    form_responses: list[Answered] | UnsetType | None = UNSET
    last_seen: Timestamp | None
    actioned_at: Snowflake | UnsetType = UNSET
    actioned_by_user: User | UnsetType | None = UNSET
    interview_channel_id: Snowflake | None = None


class StoredRequest(msgspec.Struct, kw_only=True):
    """A request as it is kept."""

    guild_id: int
    user_id: int
    id: Snowflake
    created_at: Timestamp
    application_status: Status
    form_responses: list[Answered] | None = None
    rejection_reason: str | None = None
    reviewed_at: Timestamp | None = None
    actioned_by_user_id: int | None = None
    last_seen: Timestamp | None = None


class JoinRequests(msgspec.Struct):
    """A page. `total` is how many there are with the status that was asked for."""

    total: int
    guild_join_requests: list[JoinRequest]


class ListJoinRequests(msgspec.Struct):
    """The newest first; with `after` the oldest. Those that are but started are not shown."""

    status: Status | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET


class ReviewJoinRequests(msgspec.Struct):
    action: Verdict


class ReviewJoinRequest(msgspec.Struct):
    """`action`: one of the two that decide, though the contract lets it be any status, or none."""

    action: Status | UnsetType = UNSET
    rejection_reason: Annotated[str, msgspec.Meta(max_length=160)] | UnsetType | None = UNSET
