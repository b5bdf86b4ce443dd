"""Installing the app: consent, one-time codes, tokens that may expire."""

from base64 import b64decode
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack.records import ApiError, Json, Token
from tests.slack.state import State

TOKEN_LIFE = 43_200
CODE_LIFE = 600


@dataclass
class Grant:
    """What somebody agreed to; `org` for the whole organisation."""

    user: str
    scopes: str
    redirect_uri: str
    org: bool
    born: float
    used: bool = False


@dataclass
class OAuth:
    """`rotating`: bot tokens live twelve hours and come with a refresh token."""

    state: State
    client_id: str = "1111.2222"
    client_secret: str = "the-client-secret"
    rotating: bool = False
    _grants: dict[str, Grant] = field(default_factory=dict)
    _refreshers: dict[str, Token] = field(default_factory=dict)

    def authorizes(self, url: str, user: str, *, agrees: bool = True, org: bool = False) -> str:
        """Where the browser lands after the consent page that `url` opens."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == self.client_id, "the consent page is another app's"
        back = asked.get("redirect_uri", "")
        told = {"state": asked.get("state", "")}
        if agrees:
            told["code"] = self.code(user, asked.get("scope", ""), back, org=org)
        else:
            told["error"] = "access_denied"
        return f"{back}?{urlencode(told)}"

    def code(self, user: str, scopes: str, redirect_uri: str = "", *, org: bool = False) -> str:
        code = f"code-{self.state.number()}"
        self._grants[code] = Grant(user, scopes, redirect_uri, org, self.state.now())
        return code

    def access(self, args: Json, authorization: str) -> Json:
        """oauth.v2.access: a code or a refresh token for a bot token."""
        self._check_client(args, authorization)
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(str(args.get("refresh_token")))
        grant = self._grants.get(str(args.get("code")))
        if grant is None or self.state.now() - grant.born > CODE_LIFE:
            raise ApiError("invalid_code")
        if grant.used:
            raise ApiError("code_already_used")
        if grant.redirect_uri != str(args.get("redirect_uri") or ""):
            raise ApiError("bad_redirect_uri")
        grant.used = True
        return {**self._issued(self._token(grant)), "authed_user": {"id": grant.user}}

    def _check_client(self, args: Json, authorization: str) -> None:
        basic = authorization.removeprefix("Basic ")
        given = b64decode(basic).decode() if basic != authorization else ""
        name, _, secret = given.partition(":")
        if (name or args.get("client_id")) != self.client_id:
            raise ApiError("invalid_client_id")
        if (secret or args.get("client_secret")) != self.client_secret:
            raise ApiError("bad_client_secret")

    def _token(self, grant: Grant) -> Token:
        team = self.state.teams[self.state.accounts[grant.user].team]
        text = f"xoxb-{team.id}-{self.state.number()}"
        return Token(
            text, team.id, enterprise=team.enterprise if grant.org else "", scopes=grant.scopes
        )

    def _refreshed(self, refresher: str) -> Json:
        old = self._refreshers.pop(refresher, None)
        if old is None:
            raise ApiError("invalid_refresh_token")
        text = f"xoxe.xoxb-{old.team}-{self.state.number()}"
        return self._issued(Token(text, old.team, enterprise=old.enterprise, scopes=old.scopes))

    def _issued(self, token: Token) -> Json:
        """Keep the token and tell of it as oauth.v2.access does."""
        self.state.tokens[token.text] = token
        team = self.state.teams[token.team]
        org = bool(token.enterprise)
        enterprise = {"id": team.enterprise, "name": f"{team.enterprise} Inc."}
        return {
            "access_token": token.text,
            "token_type": "bot",
            "scope": token.scopes,
            "bot_user_id": team.bot_user,
            "app_id": self.state.app_id,
            "team": None if org else {"id": team.id, "name": team.name},
            "enterprise": enterprise if team.enterprise else None,
            "is_enterprise_install": org,
            **self._life(token),
        }

    def _life(self, token: Token) -> Json:
        if not self.rotating:
            return {}
        token.expires_at = self.state.now() + TOKEN_LIFE
        refresher = f"xoxe-1-{self.state.number()}"
        self._refreshers[refresher] = token
        return {"refresh_token": refresher, "expires_in": TOKEN_LIFE}
