"""What a role becomes by a change. Pure."""

import pytest

from core.problems import Problem
from domain.roles import rules
from domain.roles.records import EditRole, RoleColors, SetRoleColors


def test_three_colors_are_the_one_holographic_style() -> None:
    role = rules.changed(rules.new_role(1, 0), EditRole(colors=SetRoleColors(1, 2, 3)))
    assert role.colors == RoleColors(11127295, 16759788, 16761760) and role.color == 11127295
    plain = rules.changed(role, EditRole(colors=SetRoleColors(1, 2)))
    assert plain.colors == RoleColors(1, 2, None) and plain.color == 1


@pytest.mark.parametrize("colors", [SetRoleColors(1, 2), SetRoleColors(1, tertiary_color=3)])
def test_more_than_one_color_needs_the_feature(colors: SetRoleColors) -> None:
    with pytest.raises(Problem):
        rules.require_features((), EditRole(colors=colors))
    rules.require_features((rules.ENHANCED_ROLE_COLORS,), EditRole(colors=colors))


def test_the_emoji_of_a_role_is_a_standard_one() -> None:
    rules.require_features((rules.ROLE_ICONS,), EditRole(unicode_emoji="🦊"))
    with pytest.raises(Problem):
        rules.require_features((rules.ROLE_ICONS,), EditRole(unicode_emoji="fox"))
