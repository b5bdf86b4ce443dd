import pytest
from multidict import CIMultiDict
from yarl import URL

from tests.adapters.playground.site import ANA, Site, a_site
from tests.adapters.playground.test_room import HERE

DOINGS = ["/send", "/press", "/submit", "/dismiss", "/clock", "/classmates", "/rooms"]


def own_port(site: Site) -> int:
    port = site.client.port
    assert port is not None
    return port


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LocalHost"])
async def test_loopback_names_with_our_port_are_answered(name: str) -> None:
    async with a_site() as site:
        host = {"Host": f"{name}:{own_port(site)}"}
        assert await site.status("GET", "/r/general?as=ana", headers=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "user@127.0.0.1:{port}",
        "localhost:99999999",
        "[::1",
        "0.0.0.0:{port}",
    ],
)
async def test_a_foreign_host_is_misdirected(host: str) -> None:
    async with a_site() as site:
        headers = {"Host": host.format(port=own_port(site))}
        async with site.client.get("/r/general?as=ana", headers=headers) as answer:
            assert answer.status == 421
            assert "own address" in await answer.text()
        assert await site.status("GET", "/static/app.js", headers=headers) == 421
        assert await site.status("GET", "/events?as=ana", headers=headers) == 421


async def test_a_configured_host_is_answered() -> None:
    async with a_site(extra_host="prep.example.org") as site:
        assert await site.status("GET", "/r/general", headers={"Host": "prep.example.org"}) == 200
        assert await site.status("GET", "/r/general", headers={"Host": "example.org"}) == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Referer": "http://127.0.0.1/"},
    ],
)
async def test_what_changes_something_must_come_from_our_page(headers: dict[str, str]) -> None:
    async with a_site() as site:
        before = site.room.changes
        data = {**ANA, "text": "/prep today", "token": "t", "on": "1", "move": "day", "title": "x"}
        for path in DOINGS:
            assert await site.status("POST", path, data=data, headers=headers) == 403
        assert site.room.changes == before
        assert site.desk.asked == []
        assert not site.controls.classmates


async def test_a_browser_without_fetch_metadata_is_known_by_its_origin() -> None:
    async with a_site() as site:
        headers = {"Origin": f"http://127.0.0.1:{own_port(site)}"}
        data = {**ANA, "text": "hello"}
        assert await site.status("POST", "/send", data=data, headers=headers) == 200
        assert "hello" in await site.page()


@pytest.mark.parametrize("path", ["/r/general?as=ana", "/nowhere", "/static/app.css", "/send"])
async def test_every_answer_is_hardened(path: str) -> None:
    async with a_site() as site, site.client.get(path) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_request_without_a_host_is_refused() -> None:
    async with a_site() as site:
        url = URL.build(scheme="http", host="127.0.0.1", port=own_port(site), path="/")
        headers = CIMultiDict({"Host": ""})
        async with site.client.session.get(url, headers=headers) as answer:
            assert answer.status == 421


async def test_there_is_no_inline_script_or_style_on_the_page() -> None:
    async with a_site() as site:
        site.room.post(HERE, "hello")
        page = await site.page()
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == 1
        assert 'src="/static/app.js"' in page
