"""A small OpenID Connect provider on this machine, which says of people what a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT_ID, CLIENT_SECRET = "clearslate", "the secret of the client"


class Provider:
    """Runs in a thread; `claims` is what it says of whoever signs in next."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.token_claims: dict[str, Any] = {}
        self.info_claims: dict[str, Any] = {}
        self.challenges: dict[str, str] = {}
        self.problems: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/.well-known/openid-configuration":
                    self.answer(outer.configuration())
                elif self.path == "/junk/.well-known/openid-configuration":
                    self.answer({"token_endpoint": 7})
                elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
                    self.answer(outer.claims | outer.info_claims)
                else:
                    self.send_error(404)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                if outer.accepts(given):
                    self.answer({"access_token": "access", "id_token": outer.token()})
                else:
                    self.send_error(400)

            def answer(self, data: dict[str, Any]) -> None:
                text = json.dumps(data).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self) -> Provider:
        self.thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back after signing in at the address we sent it to."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (given["client_id"], given["response_type"]) == (CLIENT_ID, "code")
        assert {"openid", "email"} <= set(given["scope"].split())
        assert given["code_challenge_method"] == "S256"
        self.challenges["the code"] = given["code_challenge"]
        return {"code": "the code", "state": given["state"]}

    def accepts(self, given: dict[str, str]) -> bool:
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return (given["client_id"], given["client_secret"]) == (CLIENT_ID, CLIENT_SECRET) and (
            self.challenges.pop(given["code"], None) == proof
        )

    def token(self) -> str:
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "exp": int(time.time()) + 60}
        key = "a key that nobody looks at, of 32+"
        return jwt.encode(claims | self.claims | self.token_claims, key, algorithm="HS256")
