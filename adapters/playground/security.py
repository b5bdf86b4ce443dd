"""Who may talk to the playground: this machine's own pages and nobody else.

The page has no password, so any site open in the same browser could try to reach it. Two rules
keep it out: the Host must be one of ours (a foreign name pointed at 127.0.0.1 is refused), and
what changes something must come from our own page.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_READING = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(extra_host: str = "") -> Middleware:
    """The middleware; `extra_host` is one more accepted Host, as `name` or `name:port`."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = _refusal(request, extra_host)
        if refusal is not None:
            return _protect(refusal)
        try:
            return _protect(await handler(request))
        except web.HTTPException as error:
            _protect(error)
            raise

    return guarded


def _refusal(request: web.Request, extra_host: str) -> web.Response | None:
    if not _is_our_host(request, extra_host):
        return web.Response(
            status=421,
            text="This playground answers only under its own address, such as 127.0.0.1. "
            "To reach it under another name, set that name as its host.",
        )
    if request.method not in _READING and not _is_our_page(request):
        return web.Response(status=403, text="This request did not come from the playground.")
    return None


def _is_our_host(request: web.Request, extra_host: str) -> bool:
    host = request.headers.get("Host", "").lower()
    port = _own_port(request)
    accepted = {f"{name}:{port}" for name in _LOOPBACK} | {extra_host.lower()}
    if port == 80:  # which browsers leave out
        accepted |= _LOOPBACK
    return host != "" and host in accepted


def _own_port(request: web.Request) -> int | None:
    """The port the request arrived on: the Host of a page on another port is not ours."""
    transport = request.transport
    address = transport.get_extra_info("sockname") if transport else None
    return int(address[1]) if address else None


def _is_our_page(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == request.headers["Host"].lower()


def _protect(response: web.StreamResponse) -> web.StreamResponse:
    # A stream's headers are on the wire before it returns; it sets them itself.
    if not response.prepared:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
    return response
