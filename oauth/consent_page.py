"""What stands on the consent page: who asks for what, for where, and what to think of before."""

from urllib.parse import urlsplit

import msgspec

from domain.applications.records import Application
from domain.channels.access import GuildAccess
from domain.channels.records import Channel
from domain.grants.scopes import SCOPES
from domain.installs.authorization import InstallGuild
from domain.installs.requests import GUILD_INSTALL, USER_INSTALL, AuthorizationRequest
from domain.permissions.bits import ELEVATED, Permission
from domain.users.records import User
from oauth.rendering import NOTHING, Html, join, render
from oauth.visits import Visit

_VERIFIED_BOT = 1 << 16
_CONTEXTS = {GUILD_INSTALL: "To a server", USER_INSTALL: "To my account: I can use it everywhere"}


class Shown(msgspec.Struct, kw_only=True):
    """All that the page depends on. `here` is the guild that is chosen, `channels` where a webhook may go there."""

    visit: Visit
    request: AuthorizationRequest
    user: User
    guilds: list[InstallGuild]
    here: GuildAccess | None
    channels: list[Channel]
    may_try: bool

    @property
    def guild_name(self) -> str:
        """Of the guild that is chosen."""
        return next((guild.name for guild in self.guilds if guild.id == self.request.guild_id), "")

    @property
    def may_agree(self) -> bool:
        application = self.request.application
        if not application.bot_public and not self.may_try:
            return False
        return not self.request.needs_guild or (
            self.here is not None and (not self.request.adds_webhook or bool(self.channels))
        )


def heading(request: AuthorizationRequest) -> str:
    name = request.application.name
    if request.installs_in_guild:
        return f"Add {name} to a server"
    if request.adds_webhook:
        return f"Let {name} post to a channel"
    if request.installs_for_user:
        return f"Add {name} to your account"
    return f"{name} wants to use your account"


def content(shown: Shown) -> Html:
    request, visit = shown.request, shown.visit
    application = request.application
    # The list above may show another server by now: without scripts nothing else says which one this is about.
    place = render("description", text=f"This adds it to {shown.guild_name}.")
    fields = [place, _channel(shown), _permissions(shown)] if shown.here is not None else []
    return render(
        "consent",
        heading=heading(request),
        description=render("description", text=application.description) if application.description else NOTHING,
        username=shown.user.username,
        logout=visit.here("/oauth2/logout"),
        here=visit.here(),
        csrf=visit.csrf,
        warnings=_warnings(shown),
        application=application.name,
        scopes=_items([SCOPES[name].says for name in request.scopes]),
        chooser=_chooser(shown),
        fields=join([field for field in fields if field]),
        afterwards=_afterwards(request),
        buttons=render("buttons" if shown.may_agree else "deny_button"),
        links=_links(application),
    )


def context_content(application: Application, visit: Visit) -> Html:
    """The question for whom to install, where the application supports both."""
    options = [_option(str(kind), text, chosen=False) for kind, text in _CONTEXTS.items()]
    chooser = _choice(visit, "integration_type", "Where do you want to add it?", options)
    title = render("message", heading=f"Add {application.name}", text=application.description)
    return join([title, chooser])


def login_content(application: Application, visit: Visit, problem: str = "") -> Html:
    return render(
        "login",
        application=application.name,
        action=visit.here("/oauth2/login"),
        here=visit.here(),
        csrf=visit.csrf,
        login=visit.field("login"),
        problem=render("problem", text=problem) if problem else NOTHING,
    )


def _warnings(shown: Shown) -> Html:
    request, application = shown.request, shown.request.application
    found: list[str] = []
    if not application.bot_public:
        found.append("This application is private: only its developers and testers can add it.")
    if not (application.bot and application.bot.public_flags & _VERIFIED_BOT):
        found.append("Nobody has verified this application. Agree only if you know who runs it.")
    if request.adds_bot and request.permissions & Permission.ADMINISTRATOR:
        found.append("It asks to be an administrator: it could do everything in the server.")
    elif request.adds_bot and request.permissions & ELEVATED:
        names = ", ".join(_names(request.permissions & ELEVATED))
        found.append(f"It asks for permissions that can do harm: {names}.")
    if request.adds_bot and application.bot_require_code_grant:
        found.append("Its bot joins only when the application itself has completed the next step.")
    needing = [name for name in request.scopes if SCOPES[name].needs_approval]
    if needing:
        found.append(f"It asks for what needs an approval: {', '.join(needing)}.")
    return render("warnings", items=_items(found)) if found else NOTHING


def _chooser(shown: Shown) -> Html:
    """A form of its own, for what the user may give depends on the guild, and nothing here runs in the browser."""
    request = shown.request
    if not request.needs_guild:
        return NOTHING
    if not shown.guilds:
        return render("problem", text="There is no server to which you may add this.")
    if request.fixes_guild:
        if shown.here is None:
            return render("problem", text="You may not add this to the server that the link names.")
        return NOTHING
    options = [
        _option(str(int(guild.id)), guild.name, chosen=shown.here is not None and guild.id == request.guild_id)
        for guild in shown.guilds
    ]
    return _choice(shown.visit, "guild_id", "Server", options)


def _choice(visit: Visit, name: str, label: str, options: list[Html]) -> Html:
    hidden = [render("hidden", name=key, value=value) for key, value in visit.query().items() if key != name]
    return render(
        "chooser", path="/oauth2/authorize", hidden=join(hidden), name=name, label=label, options=join(options)
    )


def _channel(shown: Shown) -> Html:
    if not shown.request.adds_webhook:
        return NOTHING
    if not shown.channels:
        return render("problem", text="There is no channel in this server where you may manage webhooks.")
    options = [
        _option(str(int(channel.id)), f"#{channel.name}", chosen=channel.id == shown.request.channel_id)
        for channel in shown.channels
    ]
    return render("channel", options=join(options))


def _permissions(shown: Shown) -> Html:
    """A switch for each permission that was asked for and that the user could give."""
    if shown.here is None or not shown.request.adds_bot or not shown.request.permissions:
        return NOTHING
    held = shown.request.permissions & shown.here.permissions
    boxes = [
        render("permission", bit=str(permission.value), text=_name(permission))
        for permission in Permission
        if permission & held
    ]
    parts = [render("permissions", boxes=join(boxes))] if boxes else []
    missing = shown.request.permissions & ~held
    if missing:
        text = f"It asks for more than you have yourself, so it does not get: {', '.join(_names(missing))}."
        parts.append(render("description", text=text))
    return join(parts)


def _afterwards(request: AuthorizationRequest) -> str:
    if request.redirect_uri is None:
        return "You can take it away again in the settings."
    parts = urlsplit(request.redirect_uri)
    return f"Afterwards you go to {parts.netloc.rpartition('@')[2] or parts.scheme}."


def _links(application: Application) -> Html:
    known = (("Terms of service", application.terms_of_service_url), ("Privacy policy", application.privacy_policy_url))
    links = [
        render("link", url=url, text=text)
        for text, url in known
        if isinstance(url, str) and urlsplit(url).scheme in ("http", "https")
    ]
    return render("links", links=join(links)) if links else NOTHING


def _items(texts: list[str]) -> Html:
    return join([render("item", text=text) for text in texts])


def _option(value: str, text: str, *, chosen: bool) -> Html:
    return render("option_selected" if chosen else "option", value=value, text=text)


def _names(permissions: int) -> list[str]:
    return [_name(permission) for permission in Permission if permission & permissions]


def _name(permission: Permission) -> str:
    """As people read it."""
    return (permission.name or "").replace("_", " ").capitalize().replace("guild", "server")
