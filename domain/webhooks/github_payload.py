"""What GitHub sends of an event, as far as it is shown. Ids may have 64 bits.

Docs: resources/webhook#execute-githubcompatible-webhook.
"""

from typing import Annotated, Any

import msgspec

from domain.messages.embeds import Url

Text = Annotated[str, msgspec.Meta(max_length=152133)]
_MOST = msgspec.Meta(max_length=1521)


class GithubUser(msgspec.Struct):
    id: int
    login: Text
    html_url: Url
    avatar_url: Url


class GithubAuthor(msgspec.Struct):
    name: Text
    username: Text | None = None


class GithubComment(msgspec.Struct):
    id: int
    html_url: Url
    user: GithubUser
    body: Text
    commit_id: Text | None = None


class GithubCommit(msgspec.Struct):
    id: Text
    url: Url
    message: Text
    author: GithubAuthor


class GithubIssue(msgspec.Struct):
    """An issue, or a pull request."""

    id: int
    number: int
    html_url: Url
    user: GithubUser
    title: Text
    body: Text | None = None
    pull_request: Any = None  # there when a comment's issue is a pull request
    merged: bool | None = None


class GithubRepository(msgspec.Struct):
    id: int
    html_url: Url
    name: Text
    full_name: Text


class GithubRelease(msgspec.Struct):
    id: int
    tag_name: Text
    html_url: Url
    author: GithubUser
    body: Text | None = None


class GithubReview(msgspec.Struct):
    user: GithubUser
    html_url: Url
    state: Text
    body: Text | None = None


class GithubCheckApp(msgspec.Struct):
    name: Text


class GithubCheckPullRequest(msgspec.Struct):
    number: int


class GithubCheckRunOutput(msgspec.Struct):
    title: Text | None = None
    summary: Text | None = None


class GithubCheckSuite(msgspec.Struct):
    head_sha: Text
    app: GithubCheckApp
    conclusion: Text | None = None
    head_branch: Text | None = None
    pull_requests: Annotated[list[GithubCheckPullRequest], _MOST] | None = None


class GithubCheckRun(msgspec.Struct):
    name: Text
    html_url: Url
    check_suite: GithubCheckSuite
    conclusion: Text | None = None
    details_url: Url | None = None
    output: GithubCheckRunOutput | None = None
    pull_requests: Annotated[list[GithubCheckPullRequest], _MOST] | None = None


class GithubDiscussion(msgspec.Struct):
    title: Text
    number: int
    html_url: Url
    user: GithubUser
    answer_html_url: Url | None = None
    body: Text | None = None


class GithubWebhook(msgspec.Struct):
    sender: GithubUser
    action: Text | None = None
    ref: Text | None = None
    ref_type: Text | None = None
    comment: GithubComment | None = None
    issue: GithubIssue | None = None
    pull_request: GithubIssue | None = None
    repository: GithubRepository | None = None
    forkee: GithubRepository | None = None
    member: GithubUser | None = None
    release: GithubRelease | None = None
    head_commit: GithubCommit | None = None
    commits: Annotated[list[GithubCommit], _MOST] | None = None
    forced: bool | None = None
    compare: Url | None = None
    review: GithubReview | None = None
    check_run: GithubCheckRun | None = None
    check_suite: GithubCheckSuite | None = None
    discussion: GithubDiscussion | None = None
    answer: GithubComment | None = None
