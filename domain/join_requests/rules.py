"""What a form asks for, and whether answers fit it. Pure."""

from collections.abc import Sequence
from typing import TypeVar

from core import form_codes
from core.problems import Faults, Problem
from core.wire import UNSET, UnsetType
from domain.join_requests.records import (
    Answer,
    Answered,
    AnsweredChoice,
    AnsweredParagraph,
    AnsweredTerms,
    AnsweredText,
    ChoiceAnswer,
    ChoiceField,
    FormField,
    MemberVerification,
    ParagraphAnswer,
    ParagraphField,
    TermsAnswer,
    TermsField,
    TextAnswer,
    TextField,
)

T = TypeVar("T")


def needs_approval(fields: Sequence[FormField]) -> bool:
    """Whether somebody has to read the answers: rules are agreed to or not, all else must be judged."""
    return any(not isinstance(field, TermsField) for field in fields)


def answered(form: MemberVerification, given: Sequence[Answer]) -> list[Answered]:
    """The form with its answers. Raises 50035 for other fields than those of the form, or too few answers."""
    if len(given) != len(form.form_fields):
        reason = "Must be all the fields of the form."
        raise Problem.invalid("form_fields", form_codes.BASE_TYPE_INVALID, reason=reason)
    faults = Faults()
    found: list[Answered] = []
    for at, (field, answer) in enumerate(zip(form.form_fields, given, strict=True)):
        one = _answered(field, answer)
        if one is None:
            reason = "Must be the field of the form."
            faults.add(f"form_fields[{at}].field_type", form_codes.BASE_TYPE_INVALID, reason=reason)
        elif isinstance(one, AnsweredChoice) and one.response is not UNSET and one.response >= len(one.choices):
            highest = len(one.choices) - 1
            faults.add(f"form_fields[{at}].response", form_codes.NUMBER_TYPE_MAX, kind="int", max=highest)
        elif one.required and (one.response is UNSET or one.response is False or one.response == ""):
            faults.add(f"form_fields[{at}].response", form_codes.BASE_TYPE_REQUIRED)
        else:
            found.append(one)
    faults.raise_if_any()
    return found


def _answered(field: FormField, answer: Answer) -> Answered | None:
    """None when the answer is of another kind of field."""
    description = _given(field.description)
    match field, answer:
        case TermsField(), TermsAnswer():
            return AnsweredTerms(
                label=field.label,
                description=description,
                required=field.required,
                values=field.values,
                response=_given(answer.response),
            )
        case TextField(), TextAnswer():
            return AnsweredText(
                label=field.label,
                description=description,
                required=field.required,
                placeholder=_given(field.placeholder),
                response=_given(answer.response),
            )
        case ParagraphField(), ParagraphAnswer():
            return AnsweredParagraph(
                label=field.label,
                description=description,
                required=field.required,
                placeholder=_given(field.placeholder),
                response=_given(answer.response),
            )
        case ChoiceField(), ChoiceAnswer():
            return AnsweredChoice(
                label=field.label,
                description=description,
                required=field.required,
                choices=field.choices,
                response=_given(answer.response),
            )
        case _:
            return None


def _given(value: T | UnsetType | None) -> T | UnsetType:
    return UNSET if value is None else value
