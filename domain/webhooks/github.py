"""GitHub's webhooks: an event as a message with one embed.

What kind of event it is stands in the header X-GitHub-Event. Of each kind, some actions are news and the others
(a label was put on, a check has begun) are not: those are taken and make no message, and so do other kinds.
Docs: resources/webhook#execute-githubcompatible-webhook.
"""

from collections.abc import Callable
from typing import Final

from domain.messages.embeds import RichEmbed, RichEmbedAuthor
from domain.webhooks import cutting
from domain.webhooks.github_payload import GithubCheckSuite, GithubComment, GithubIssue, GithubWebhook
from domain.webhooks.requests import ExecuteWebhook

_GREY: Final = 0x36393F
_BLUE: Final = 0x7289DA
_GREEN: Final = 0x009800
_RED: Final = 0xFC2929
_ORANGE: Final = 0xEB6420
_YELLOW: Final = 0xFCBD1F
_CONCLUSIONS: Final = {"success": _GREEN, "failure": _RED, "timed_out": _RED, "action_required": _ORANGE}
_DONE: Final = {"opened": "opened", "closed": "closed", "reopened": "reopened"}
_MOST_COMMITS: Final = 20
_LONGEST_BODY: Final = 500


def message(event: str, sent: GithubWebhook) -> ExecuteWebhook | None:
    """None when there is nothing to say of it."""
    tell = _EVENTS.get(event)
    embed = tell(sent) if tell is not None else None
    if embed is None:
        return None
    sender = sent.sender
    embed.author = RichEmbedAuthor(cutting.title(sender.login), sender.html_url, sender.avatar_url)
    place = f"[{sent.repository.full_name}] " if sent.repository else ""
    embed.title = cutting.title(f"{place}{embed.title}")
    embed.description = cutting.cut(embed.description, 4096) or None
    return ExecuteWebhook(embeds=cutting.fitting([embed]))


def _embed(title: str, url: str | None, color: int = _GREY, description: str | None = None) -> RichEmbed:
    return RichEmbed(title=title, url=url, color=color, description=description)


def _body(text: str | None) -> str | None:
    return cutting.cut(text, _LONGEST_BODY) or None


def _page(sent: GithubWebhook) -> str | None:
    return sent.repository.html_url if sent.repository else None


def _commit_comment(sent: GithubWebhook) -> RichEmbed | None:
    comment = sent.comment
    if comment is None:
        return None
    return _embed(
        f"New comment on commit `{(comment.commit_id or '')[:7]}`", comment.html_url, _GREY, _body(comment.body)
    )


def _create(sent: GithubWebhook) -> RichEmbed | None:
    return _embed(f"New {sent.ref_type} created: {sent.ref}", _page(sent)) if sent.ref_type and sent.ref else None


def _delete(sent: GithubWebhook) -> RichEmbed | None:
    if not sent.ref_type or not sent.ref:
        return None
    return _embed(f"{sent.ref_type.capitalize()} deleted: {sent.ref}", _page(sent))


def _fork(sent: GithubWebhook) -> RichEmbed | None:
    forkee = sent.forkee
    return _embed(f"Fork created: {forkee.full_name}", forkee.html_url, _YELLOW) if forkee else None


def _issue_comment(sent: GithubWebhook) -> RichEmbed | None:
    if sent.action != "created" or sent.comment is None or sent.issue is None:
        return None
    kind = "issue" if sent.issue.pull_request is None else "pull request"
    return _comment_on(kind, sent.issue, sent.comment)


def _comment_on(kind: str, issue: GithubIssue, comment: GithubComment) -> RichEmbed:
    title = f"New comment on {kind} #{issue.number}: {issue.title}"
    return _embed(title, comment.html_url, _ORANGE, _body(comment.body))


def _issues(sent: GithubWebhook) -> RichEmbed | None:
    issue, done = sent.issue, _DONE.get(sent.action or "")
    if issue is None or done is None:
        return None
    said = _body(issue.body) if done == "opened" else None
    return _embed(f"Issue {done}: #{issue.number} {issue.title}", issue.html_url, _ORANGE, said)


def _member(sent: GithubWebhook) -> RichEmbed | None:
    member = sent.member
    if member is None or sent.action != "added":
        return None
    return _embed(f"New collaborator added: {member.login}", member.html_url)


def _public(sent: GithubWebhook) -> RichEmbed | None:
    return _embed("The repository is public now", _page(sent))


def _pull_request(sent: GithubWebhook) -> RichEmbed | None:
    pull, done = sent.pull_request, _DONE.get(sent.action or "")
    if pull is None or done is None:
        return None
    if done == "closed" and pull.merged:
        done = "merged"
    said = _body(pull.body) if done == "opened" else None
    return _embed(f"Pull request {done}: #{pull.number} {pull.title}", pull.html_url, _GREEN, said)


def _pull_request_review(sent: GithubWebhook) -> RichEmbed | None:
    pull, review = sent.pull_request, sent.review
    if pull is None or review is None or sent.action != "submitted":
        return None
    state = review.state.replace("_", " ").lower()
    title = f"Pull request review submitted ({state}): #{pull.number} {pull.title}"
    return _embed(title, review.html_url, _GREY, _body(review.body))


def _pull_request_review_comment(sent: GithubWebhook) -> RichEmbed | None:
    pull, comment = sent.pull_request, sent.comment
    if pull is None or comment is None or sent.action != "created":
        return None
    title = f"New review comment on pull request #{pull.number}: {pull.title}"
    return _embed(title, comment.html_url, _GREY, _body(comment.body))


def _push(sent: GithubWebhook) -> RichEmbed | None:
    branch = (sent.ref or "").removeprefix("refs/heads/").removeprefix("refs/tags/")
    if sent.forced:
        head = sent.head_commit.id[:7] if sent.head_commit else "nothing"
        return _embed(f"Branch {branch} was force-pushed to `{head}`", sent.compare, _RED)
    commits = sent.commits or []
    if not commits:
        return None
    lines = [
        f"[`{commit.id[:7]}`]({commit.url}) {cutting.cut(commit.message.partition(chr(10))[0], 100)}"
        f" - {commit.author.username or commit.author.name}"
        for commit in commits[:_MOST_COMMITS]
    ]
    title = f"{len(commits)} new commit{'s' if len(commits) > 1 else ''} on {branch}"
    return _embed(title, sent.compare if len(commits) > 1 else commits[0].url, _BLUE, "\n".join(lines))


def _release(sent: GithubWebhook) -> RichEmbed | None:
    release = sent.release
    if release is None or sent.action != "published":
        return None
    return _embed(f"New release published: {release.tag_name}", release.html_url, _GREY, _body(release.body))


def _watch(sent: GithubWebhook) -> RichEmbed | None:
    return _embed("New star added", _page(sent), _YELLOW) if sent.action == "started" else None


def _check_run(sent: GithubWebhook) -> RichEmbed | None:
    run = sent.check_run
    if run is None or sent.action != "completed" or run.conclusion is None:
        return None
    said = run.output.summary or run.output.title if run.output else None
    title = f"{run.name}: {_concluded(run.conclusion, run.check_suite)}"
    return _embed(title, run.details_url or run.html_url, _CONCLUSIONS.get(run.conclusion, _GREY), _body(said))


def _concluded(conclusion: str, suite: GithubCheckSuite) -> str:
    return f"{conclusion.replace('_', ' ')} on {suite.head_branch or suite.head_sha[:7]}"


def _check_suite(sent: GithubWebhook) -> RichEmbed | None:
    suite = sent.check_suite
    if suite is None or sent.action != "completed" or suite.conclusion is None:
        return None
    title = f"{suite.app.name} checks: {_concluded(suite.conclusion, suite)}"
    return _embed(title, _page(sent), _CONCLUSIONS.get(suite.conclusion, _GREY))


def _discussion(sent: GithubWebhook) -> RichEmbed | None:
    discussion = sent.discussion
    if discussion is None:
        return None
    if sent.action == "answered":
        said = _body(sent.answer.body) if sent.answer else None
        url = discussion.answer_html_url or discussion.html_url
        return _embed(f"Discussion answered: #{discussion.number} {discussion.title}", url, _GREEN, said)
    if sent.action != "created":
        return None
    title = f"New discussion: #{discussion.number} {discussion.title}"
    return _embed(title, discussion.html_url, _GREY, _body(discussion.body))


def _discussion_comment(sent: GithubWebhook) -> RichEmbed | None:
    discussion, comment = sent.discussion, sent.comment
    if discussion is None or comment is None or sent.action != "created":
        return None
    title = f"New comment on discussion #{discussion.number}: {discussion.title}"
    return _embed(title, comment.html_url, _GREY, _body(comment.body))


_EVENTS: Final[dict[str, Callable[[GithubWebhook], RichEmbed | None]]] = {
    "check_run": _check_run,
    "check_suite": _check_suite,
    "commit_comment": _commit_comment,
    "create": _create,
    "delete": _delete,
    "discussion": _discussion,
    "discussion_comment": _discussion_comment,
    "fork": _fork,
    "issue_comment": _issue_comment,
    "issues": _issues,
    "member": _member,
    "public": _public,
    "pull_request": _pull_request,
    "pull_request_review": _pull_request_review,
    "pull_request_review_comment": _pull_request_review_comment,
    "push": _push,
    "release": _release,
    "watch": _watch,
}
