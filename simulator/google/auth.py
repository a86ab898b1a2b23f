"""The service account: a signed assertion for a bearer token (RFC 7523), and what a token may do."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulator.google.cells import Json
from simulator.google.errors import out_of_scope, unauthenticated

Clock = Callable[[], datetime]
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = timedelta(hours=1)
EMAIL = "meja-surat@desa-contoh.iam.gserviceaccount.com"
_AUDIENCE = "https://oauth2.googleapis.com/token"  # what google-auth says, whatever the key's token_uri
_SKEW = timedelta(minutes=5)
_SCOPE = "https://www.googleapis.com/auth/"


class InvalidGrantError(Exception):
    """The assertion is refused; its text is the `error_description`."""


class ServiceAccount:
    """The one service account of the village: its key, made when first asked for, and the tokens given for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key: rsa.RSAPrivateKey | None = None
        self._key_id = secrets.token_hex(20)
        self._tokens: dict[str, tuple[datetime, frozenset[str]]] = {}

    def key_file(self, token_uri: str) -> Json:
        """Return the JSON key that a person downloads from the console."""
        if self._key is None:
            self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "desa-contoh",
            "private_key_id": self._key_id,
            "private_key": pem.decode(),
            "client_email": EMAIL,
            "client_id": "100000000000000000001",
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }

    def grant(self, assertion: str, token_uri: str) -> Json:
        """Exchange an assertion for a token. InvalidGrantError when it is not ours, not now or not for us."""
        claims = self._claims(assertion)
        now = self._clock()
        if claims.get("iss") != EMAIL:
            raise InvalidGrantError("Invalid grant: account not found")
        if claims.get("aud") not in {token_uri, _AUDIENCE}:
            raise InvalidGrantError("Invalid JWT: Failed audience check")
        start, end = claims.get("iat", 0), claims.get("exp", 0)
        if not start - _SKEW.total_seconds() <= now.timestamp() < end + _SKEW.total_seconds() or end - start > 3600:  # noqa: PLR2004 - an hour
            raise InvalidGrantError(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim."
            )
        if not claims.get("scope"):
            raise InvalidGrantError("Invalid OAuth scope or ID token audience provided.")
        token = f"ya29.{secrets.token_urlsafe(32)}"
        self._tokens[token] = (now + LIFETIME, frozenset(claims["scope"].split()))
        return {"access_token": token, "expires_in": int(LIFETIME.total_seconds()) - 1, "token_type": "Bearer"}

    def _claims(self, assertion: str) -> Json:
        try:
            head, claims, signature = assertion.split(".")
            header = json.loads(_decoded(head))
            if self._key is None or header.get("alg") != "RS256" or header.get("kid") != self._key_id:
                raise InvalidGrantError("Invalid JWT Signature.")
            signed = f"{head}.{claims}".encode()
            self._key.public_key().verify(_decoded(signature), signed, padding.PKCS1v15(), hashes.SHA256())
            body: Json = json.loads(_decoded(claims))
        except InvalidSignature as error:
            raise InvalidGrantError("Invalid JWT Signature.") from error
        except (ValueError, binascii.Error) as error:
            raise InvalidGrantError("Invalid JWT") from error
        return body

    def check(self, authorization: str, scopes: frozenset[str]) -> None:
        """ApiError 401 for a token that is none of ours or has run out, 403 when it has none of the scopes."""
        kind, _, token = authorization.partition(" ")
        end, granted = self._tokens.get(token, (None, frozenset[str]()))
        if kind != "Bearer" or end is None or end <= self._clock():
            raise unauthenticated()
        if not granted & {_SCOPE + scope for scope in scopes}:
            raise out_of_scope()

    def revoke_all(self) -> None:
        """Forget the tokens; the key stays good, as a running service holds it."""
        self._tokens.clear()


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
