"""What integrations for Slack and GitHub send, posted by a webhook."""

from typing import Any

import msgspec
import pytest

from tests.api.test_webhooks import path, webhook
from tests.world import Json, World

OCTOCAT = {
    "login": "octocat",
    "id": 583231,
    "node_id": "MDQ6VXNlcjU4MzIzMQ==",
    "avatar_url": "https://avatars.githubusercontent.com/u/583231?v=4",
    "html_url": "https://github.com/octocat",
    "type": "User",
    "site_admin": False,
}
REPOSITORY = {
    "id": 9223372036854775807,
    "node_id": "R_kgDO",
    "name": "hello-world",
    "full_name": "octocat/hello-world",
    "private": False,
    "owner": OCTOCAT,
    "html_url": "https://github.com/octocat/hello-world",
    "default_branch": "main",
}
URL = REPOSITORY["html_url"]
COMMENT = {
    "id": 2**62,
    "html_url": f"{URL}/issues/1#issuecomment-1",
    "user": OCTOCAT,
    "body": "I have seen it too.",
    "commit_id": "6dcb09b5b57875f334f61aebed695e2e4193db5e",
    "reactions": {"total_count": 0},
}
ISSUE = {
    "id": 444500041,
    "number": 1,
    "html_url": f"{URL}/issues/1",
    "user": OCTOCAT,
    "title": "It is broken",
    "body": "Steps:\r\n1. start it",
    "labels": [{"id": 1, "name": "bug"}],
    "state": "open",
}
PULL = ISSUE | {"html_url": f"{URL}/pull/2", "number": 2, "title": "Mend it", "merged": False, "body": None}
SUITE = {
    "id": 118578147,
    "head_branch": "main",
    "head_sha": "ec26c3e57ca3a959ca5aad62de7213c562f8c821",
    "conclusion": "failure",
    "pull_requests": [{"number": 2, "url": f"{URL}/pull/2"}],
    "app": {"id": 29310, "name": "GitHub Actions", "slug": "github-actions"},
}
RUN = {
    "id": 128620228,
    "name": "tests",
    "html_url": f"{URL}/runs/128620228",
    "details_url": f"{URL}/actions/runs/1",
    "conclusion": "success",
    "output": {"title": None, "summary": "All 812 tests passed.", "annotations_count": 0},
    "check_suite": SUITE,
    "pull_requests": [],
}
DISCUSSION = {
    "id": 3297442,
    "number": 90,
    "title": "What next?",
    "html_url": f"{URL}/discussions/90",
    "answer_html_url": None,
    "user": OCTOCAT,
    "body": "Ideas, please.",
}
COMMIT = {
    "id": "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
    "tree_id": "f9d2a07e9488b91af2641b26b9407fe22a451433",
    "message": "Update README.md\n\nand more",
    "timestamp": "2015-05-05T19:40:15-04:00",
    "url": f"{URL}/commit/0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
    "author": {"name": "The Octocat", "email": "octocat@example.test", "username": "octocat"},
}
RELEASE = {"id": 1, "tag_name": "v1.0", "html_url": f"{URL}/releases/tag/v1.0", "author": OCTOCAT, "body": "First."}
REVIEW = {
    "id": 1,
    "user": OCTOCAT,
    "body": "Good.",
    "html_url": f"{URL}/pull/2#pullrequestreview-1",
    "state": "approved",
}
PUSH = {
    "ref": "refs/heads/main",
    "before": "0" * 40,
    "after": COMMIT["id"],
    "compare": f"{URL}/compare/a...b",
    "forced": False,
    "commits": [COMMIT, COMMIT | {"message": "x" * 200, "author": {"name": "Nobody"}}],
    "head_commit": COMMIT,
    "pusher": {"name": "octocat"},
}

TOLD: list[tuple[str, Json, str]] = [
    ("check_run", {"action": "completed", "check_run": RUN}, "tests: success on main"),
    ("check_suite", {"action": "completed", "check_suite": SUITE}, "GitHub Actions checks: failure on main"),
    ("commit_comment", {"action": "created", "comment": COMMENT}, "New comment on commit `6dcb09b`"),
    ("create", {"ref": "feature", "ref_type": "branch", "master_branch": "main"}, "New branch created: feature"),
    ("delete", {"ref": "v0.9", "ref_type": "tag", "pusher_type": "user"}, "Tag deleted: v0.9"),
    ("discussion", {"action": "created", "discussion": DISCUSSION}, "New discussion: #90 What next?"),
    (
        "discussion",
        {"action": "answered", "discussion": DISCUSSION, "answer": COMMENT},
        "Discussion answered: #90 What next?",
    ),
    (
        "discussion_comment",
        {"action": "created", "discussion": DISCUSSION, "comment": COMMENT},
        "New comment on discussion #90: What next?",
    ),
    ("fork", {"forkee": REPOSITORY | {"full_name": "hubot/hello-world"}}, "Fork created: hubot/hello-world"),
    (
        "issue_comment",
        {"action": "created", "issue": ISSUE, "comment": COMMENT},
        "New comment on issue #1: It is broken",
    ),
    (
        "issue_comment",
        {"action": "created", "issue": PULL | {"pull_request": {"url": f"{URL}/pull/2"}}, "comment": COMMENT},
        "New comment on pull request #2: Mend it",
    ),
    ("issues", {"action": "opened", "issue": ISSUE}, "Issue opened: #1 It is broken"),
    ("issues", {"action": "closed", "issue": ISSUE}, "Issue closed: #1 It is broken"),
    ("member", {"action": "added", "member": OCTOCAT | {"login": "hubot"}}, "New collaborator added: hubot"),
    ("public", {}, "The repository is public now"),
    ("pull_request", {"action": "opened", "pull_request": PULL, "number": 2}, "Pull request opened: #2 Mend it"),
    ("pull_request", {"action": "closed", "pull_request": PULL | {"merged": True}}, "Pull request merged: #2 Mend it"),
    (
        "pull_request_review",
        {"action": "submitted", "pull_request": PULL, "review": REVIEW},
        "Pull request review submitted (approved): #2 Mend it",
    ),
    (
        "pull_request_review_comment",
        {"action": "created", "pull_request": PULL, "comment": COMMENT},
        "New review comment on pull request #2: Mend it",
    ),
    ("push", PUSH, "2 new commits on main"),
    ("push", PUSH | {"forced": True}, "Branch main was force-pushed to `0d1a26e`"),
    ("release", {"action": "published", "release": RELEASE}, "New release published: v1.0"),
    ("watch", {"action": "started"}, "New star added"),
]


async def last(world: World, made: Json, by: Any) -> Json:
    return (await by.get(f"/channels/{made['channel_id']}/messages"))[0]


@pytest.mark.parametrize(("event", "payload", "title"), TOLD, ids=[f"{one[0]}-{n}" for n, one in enumerate(TOLD)])
async def test_events_of_github(world: World, event: str, payload: Json, title: str) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    body = payload | {"repository": REPOSITORY, "sender": OCTOCAT}
    await world.anyone.post(f"{path(made)}/github", body, headers={"X-GitHub-Event": event}, expect=204)
    embed = (await last(world, made, guild.owner))["embeds"][0]
    assert embed["title"] == f"[octocat/hello-world] {title}"
    assert embed["author"]["name"] == "octocat" and embed["author"]["icon_url"] == OCTOCAT["avatar_url"]
    assert embed["url"].startswith("https://github.com/octocat")


async def test_what_a_push_says_of_its_commits(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    body = PUSH | {"repository": REPOSITORY, "sender": OCTOCAT}
    await world.anyone.post(f"{path(made)}/github", body, headers={"X-GitHub-Event": "push"})
    first, second = (await last(world, made, guild.owner))["embeds"][0]["description"].split("\n")
    assert first == f"[`0d1a26e`]({COMMIT['url']}) Update README.md - octocat"
    assert second.endswith("x… - Nobody")


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("ping", {"zen": "Keep it logically awesome.", "hook_id": 1}),
        ("issues", {"action": "labeled", "issue": ISSUE}),
        ("check_run", {"action": "created", "check_run": RUN | {"conclusion": None}}),
        ("push", PUSH | {"commits": [], "head_commit": None}),
        ("gollum", {"pages": []}),
        ("fork", {}),
        ("", {"action": "opened", "issue": ISSUE}),
    ],
)
async def test_events_of_github_that_are_no_news(world: World, event: str, payload: Json) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    body = payload | {"repository": REPOSITORY, "sender": OCTOCAT}
    await world.anyone.post(f"{path(made)}/github", body, headers={"X-GitHub-Event": event}, expect=204)
    assert await guild.owner.get(f"/channels/{guild.channel}/messages") == []


async def test_long_texts_of_github_are_cut_off(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    issue = ISSUE | {"title": "t" * 1000, "body": "b" * 100_000}
    body = {"action": "opened", "issue": issue, "repository": REPOSITORY, "sender": OCTOCAT}
    await world.anyone.post(f"{path(made)}/github", body, headers={"X-GitHub-Event": "issues"})
    embed = (await last(world, made, guild.owner))["embeds"][0]
    assert len(embed["title"]) == 256 and embed["description"] == "b" * 499 + "…"


async def test_a_message_as_slack_takes_it(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    attachment = {
        "fallback": "Build failed",
        "color": "#36a64f",
        "pretext": "See <https://ci.example/1|build 1>",
        "author_name": "CI",
        "author_link": "https://ci.example",
        "title": "Build &lt;1&gt;",
        "title_link": "https://ci.example/1",
        "text": "at <https://ci.example>",
        "fields": [{"title": "Branch", "value": "main", "short": True}, {"title": "no value"}],
        "footer": "ci",
        "ts": 1700000000,
        "mrkdwn_in": ["text"],
    }
    body = {"text": "<!channel> done &amp; dusted", "username": "ci", "attachments": [attachment], "channel": "#x"}
    assert await world.anyone.post(f"{path(made)}/slack", body) == "ok"
    message = await last(world, made, guild.owner)
    assert message["content"] == "@everyone done & dusted\nSee [build 1](https://ci.example/1)"
    assert message["author"]["username"] == "ci" and not message["mention_everyone"]
    embed = message["embeds"][0]
    assert (embed["title"], embed["url"], embed["color"]) == ("Build <1>", "https://ci.example/1", 0x36A64F)
    assert embed["fields"] == [{"name": "Branch", "value": "main", "inline": True}]
    assert embed["description"] == "at https://ci.example" and embed["timestamp"].startswith("2023-11-14T22:13:20")


async def test_slacks_older_form(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    form = {"payload": msgspec.json.encode({"text": "by form", "attachments": [{"text": "a"}]}).decode()}
    assert await world.anyone.post(f"{path(made)}/slack", data=form) == "ok"
    message = await last(world, made, guild.owner)
    assert message["content"] == "by form" and message["embeds"][0]["description"] == "a"
    await world.anyone.refused(50109, "POST", f"{path(made)}/slack", data={"payload": "{"}, status=400)


async def test_much_of_slack_is_cut_to_what_a_message_may_have(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    attachments = [{"title": "t" * 500, "text": "x" * 2000} for _ in range(30)]
    await world.anyone.post(f"{path(made)}/slack", {"attachments": attachments, "username": "u" * 100})
    message = await last(world, made, guild.owner)
    assert sum(len(one["title"]) + len(one["description"]) for one in message["embeds"]) <= 6000
    assert len(message["author"]["username"]) == 80


@pytest.mark.parametrize("body", [{}, {"attachments": []}, {"attachments": [{}]}])
async def test_slack_says_nothing(world: World, body: Json) -> None:
    made = await webhook(await world.guild())
    await world.anyone.refused(50006, "POST", f"{path(made)}/slack", body, status=400)


@pytest.mark.parametrize("wrong", [{"color": "red"}, {"ts": "x"}, {"image_url": "no url"}, {"fields": {}}])
async def test_wrong_attachments_of_slack(world: World, wrong: Json) -> None:
    made = await webhook(await world.guild())
    body = {"attachments": [{"text": "x"} | wrong]}
    await world.anyone.refused(50035, "POST", f"{path(made)}/slack", body, status=400)
