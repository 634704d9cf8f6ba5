"""A browser that runs no scripts: it follows links and redirects to our pages, keeps cookies, and sends forms.

browser = Browser(world)
page = await browser.open("/oauth2/authorize?client_id=…")
page = await browser.send(page.form("Log in"), login=…, password=…)
"""

from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode, urljoin

import httpx
import msgspec

from tests.world import World


class Form(msgspec.Struct):
    method: str
    action: str
    fields: list[tuple[str, str]] = []  # as they are sent when nothing is changed
    switches: dict[str, str] = {}  # the text of each checkbox, by its value
    choices: dict[str, dict[str, str]] = {}  # the options of each select: text by value
    buttons: dict[str, tuple[str, str]] = {}  # name and value by text


class Page(HTMLParser):
    """What is on a page, as far as somebody without scripts can use it."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.status = answer.status_code
        self.title = ""
        self.text = ""
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self._open: list[str] = []
        self._button: tuple[str, str] | None = None
        self._select = self._option = self._checkbox = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._open.append(tag)
        if tag == "form":
            assert "form" not in self._open[:-1], "a form within a form"
            self.forms.append(Form(given.get("method", "get"), given["action"]))
        elif tag == "input":
            self._open.pop()
            self._checkbox = given["value"] if given.get("type") == "checkbox" else ""
            if given.get("type") != "checkbox" or "checked" in given:
                self.forms[-1].fields.append((given["name"], given.get("value", "")))
        elif tag in ("meta", "br"):
            self._open.pop()
        elif tag == "button":
            self._button = given.get("name", ""), given.get("value", "")
        elif tag == "select":
            self._select = given["name"]
            self.forms[-1].choices[self._select] = {}
        elif tag == "option":
            self._option = given["value"]
            if "selected" in given or not self.forms[-1].choices[self._select]:
                fields = [field for field in self.forms[-1].fields if field[0] != self._select]
                self.forms[-1].fields = [*fields, (self._select, self._option)]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"{tag} is not closed in its place"

    def handle_data(self, data: str) -> None:
        within = self._open[-1] if self._open else ""
        if within == "title":
            self.title += data
        elif within == "button" and self._button:
            self.forms[-1].buttons[data.strip()] = self._button
        elif within == "option":
            self.forms[-1].choices[self._select][self._option] = data.strip()
        elif within == "label" and self._checkbox:
            self.forms[-1].switches[self._checkbox] = data.strip()
        if within != "style":
            self.text += data

    def form(self, button: str) -> Form:
        """The form that has this button, to be sent by it."""
        for form in self.forms:
            if button in form.buttons:
                name, value = form.buttons[button]
                pressed = [(name, value)] if name else []
                return msgspec.structs.replace(form, fields=[*form.fields, *pressed])
        raise AssertionError(f"no {button} on this page:\n{self.answer.text}")


class Browser:
    def __init__(self, world: World, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.root = world.addresses.root
        self.http = httpx.AsyncClient(transport=transport, timeout=30, trust_env=False)
        self.left_for = ""  # the address outside that it was sent to

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def open(self, path: str) -> Page:
        return await self._follow(await self.http.get(urljoin(self.root, path)))

    async def send(self, form: Form, /, *, without: str = "", **changed: str) -> Page:
        """Sends the form with some fields changed; `without` a switch that is turned off."""
        fields = [(name, changed.get(name, value)) for name, value in form.fields if value != without or not without]
        url = urljoin(self.root, form.action)
        if form.method == "get":
            return await self.open(f"{form.action}?{urlencode(fields)}")
        return await self._follow(
            await self.http.post(
                url, content=urlencode(fields), headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
        )

    async def log_in(self, page: Page, name: str, password: str = "correct horse battery") -> Page:
        return await self.send(page.form("Log in"), login=f"{name}@example.test", password=password)

    async def _follow(self, answer: httpx.Response) -> Page:
        self.left_for = ""
        while answer.is_redirect:
            check_headers(answer)
            url = urljoin(str(answer.url), answer.headers["location"])
            if not url.startswith(f"{self.root}/"):
                self.left_for = url
                break
            answer = await self.http.get(url)
        check_headers(answer)
        return Page(answer)


def check_headers(answer: httpx.Response) -> None:
    """What every page of ours and every redirect must say."""
    headers = answer.headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer" and headers["cache-control"] == "no-store"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"] and "script-src" not in policy
