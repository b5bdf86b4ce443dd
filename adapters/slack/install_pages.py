"""The few web pages of an installation, each saying what to do next."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from jinja2 import Environment

from adapters.slack.install_records import Installed

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto;
  padding: 0 1rem; }
a.button { display: inline-block; padding: .7rem 1.2rem; border-radius: .4rem; font-weight: 600;
  background: #1f3a5f; color: #fff; text-decoration: none; }
a.button:focus-visible { outline: 3px solid #e0a100; outline-offset: 2px; }
dt { font-family: ui-monospace, monospace; } dd { margin: 0 0 .4rem 1.2rem; }
"""
_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # The address holds a code of Slack's.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ page.title }}</title>
<style>{{ style|safe }}</style>
</head>
<body>
<main>
<h1>{{ page.title }}</h1>
{% for line in page.lines %}
<p>{{ line }}</p>
{% endfor %}
{% if page.steps %}
<ol>
{% for step in page.steps %}
<li>{{ step }}</li>
{% endfor %}
</ol>
{% endif %}
{% if page.href %}
<p><a class="button" href="{{ page.href }}">{{ page.label }}</a></p>
{% endif %}
{% if page.terms %}
<h2>What it may do, and why</h2>
<dl>
{% for term, why in page.terms.items() %}
<dt>{{ term }}</dt>
<dd>{{ why }}</dd>
{% endfor %}
</dl>
{% endif %}
</main>
</body>
</html>
"""
)
_OPEN = "https://slack.com/app_redirect?"
_ADMIN = "https://app.slack.com/manage/{enterprise}/integrations/profile/{app}/workspaces/add"


@dataclass(frozen=True, slots=True)
class Page:
    """`href` is where its one button leads."""

    title: str
    lines: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    href: str = ""
    label: str = ""
    terms: Mapping[str, str] | None = None

    def html(self) -> str:
        return _PAGE.render(page=self, style=_STYLE)


def start(url: str, scopes: Mapping[str, str]) -> Page:
    return Page(
        "Add Prepcircle to Slack",
        (
            "Prepcircle runs study groups for job interviews: one short drill a day in a channel "
            "of yours, and a private verdict for everybody who answers.",
            "It posts only where somebody starts a circle, and it cannot read what people write "
            "in channels.",
            "Where apps need an administrator's consent, Slack will ask for it. The button works "
            "for ten minutes; after that, load this page again.",
        ),
        href=url,
        label="Add to Slack",
        terms=scopes,
    )


def done(installed: Installed) -> Page:
    return _done_org(installed) if installed.org_wide else _done_team(installed)


def _done_team(installed: Installed) -> Page:
    return Page(
        f"Prepcircle is in {installed.name}",
        steps=(
            "Open Slack and go to the channel of your study group, or make one.",
            "Type /invite @Prepcircle there.",
            "Type /prep start and choose a track.",
        ),
        href=_OPEN + urlencode({"app": installed.app, "team": installed.team}),
        label="Open Slack",
    )


def _done_org(installed: Installed) -> Page:
    enterprise, app = quote(installed.enterprise, safe=""), quote(installed.app, safe="")
    return Page(
        f"Prepcircle is approved for {installed.name}",
        ("It is in none of the organisation's workspaces yet. An administrator chooses them:",),
        (
            "Press the button and add Prepcircle to the workspaces that want it.",
            "There, in the channel of the study group, type /invite @Prepcircle.",
            "Type /prep start and choose a track.",
        ),
        href=_ADMIN.format(enterprise=enterprise, app=app),
        label="Choose workspaces",
    )


_AGAIN = "Nothing was changed. Please start again from the beginning."
_OURS = "If it stays like this, tell whoever runs this Prepcircle."
_TROUBLE = (500, "Something went wrong here", ("Please start again in a minute. " + _OURS,))
FAILURES: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "access_denied": (
        200,
        "Prepcircle was not added",
        ("Slack was told not to, so nothing was changed. You can start again at any time.",),
    ),
    "no_state": (
        400,
        "Please start here",
        (
            "Slack sent you without the mark of this site, as its administration pages do. So that "
            "nobody can finish an installation in your name, it has to begin here.",
        ),
    ),
    "invalid_browser": (
        400,
        "This page cannot go on",
        (
            "It was loaded twice, or the installation began in another browser or tab, or cookies "
            "are blocked. If Prepcircle answers to /prep in Slack already, all is well.",
            "Otherwise start again, in one browser and one tab.",
        ),
    ),
    "invalid_state": (400, "This took more than ten minutes, or it was loaded twice", (_AGAIN,)),
    "missing_code": (400, "Slack sent no code along", (_AGAIN,)),
    "invalid_code": (400, "Slack's code was used before, or is too old", (_AGAIN,)),
    "unreachable": (502, "Slack did not answer", (_AGAIN, _OURS)),
    "misconfigured": (
        500,
        "Slack refused the installation",
        ("Something in this Prepcircle's settings does not fit. " + _OURS,),
    ),
    "storage_error": _TROUBLE,
    "trouble": _TROUBLE,
}
"""By bolt's names for what went wrong, and our own."""
_OTHER = (200, "Prepcircle was not added", (_AGAIN, _OURS))


def failed(reason: str, start_href: str) -> tuple[int, Page]:
    """The status and the page; a reason of Slack's own is shown as it came."""
    status, title, lines = FAILURES.get(reason, _OTHER)
    if reason not in FAILURES:
        lines = (f"Slack ended the installation and called the reason “{reason[:80]}”.", *lines)
    return status, Page(title, lines, href=start_href, label="Start again")
