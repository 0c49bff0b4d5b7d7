"""Who works on the staff page: named keys, logins, and the token that every form of a login carries. No key, no page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from bot.errors import BotError, SettingsError

SHORTEST_KEY = 16  # characters
LASTS = timedelta(hours=10)  # a working day
TRIES = 5  # wrong keys a minute from one address
LONGEST_NAME = 20  # characters


class WrongKey(BotError):
    """No staff member has this key."""

    code = "unauthorized"


class TooManyTries(BotError):
    """Too many wrong keys from one address."""

    code = "rate_limited"


class Keys(Protocol):
    """Where keys made by command and logins are kept (store.staff.StaffStore)."""

    async def keys(self) -> dict[str, str]: ...
    async def set_key(self, name: str, digest: str) -> None: ...
    async def drop_key(self, name: str) -> bool: ...
    async def log_in(self, digest: str, name: str, key_digest: str, lasts: timedelta) -> None: ...
    async def login(self, digest: str) -> tuple[str, str] | None: ...
    async def log_out(self, digest: str) -> None: ...


@dataclass(frozen=True)
class Staff:
    """Somebody who is logged in. `csrf` must come with every form they send."""

    name: str
    csrf: str

    def sent(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def keys_of(entries: tuple[str, ...]) -> dict[str, str]:
    """BOT_STAFF_KEYS as name → digest of the key. Raises SettingsError for what is no name:key or too easily guessed."""
    found: dict[str, str] = {}
    for entry in entries:
        name, _, key = (part.strip() for part in entry.partition(":"))
        if not name or not key:
            raise SettingsError("BOT_STAFF_KEYS 要写成 姓名:密钥，几个人用逗号分隔。可用 python run_bot.py staff key 姓名 生成。")
        if len(key) < SHORTEST_KEY:
            raise SettingsError(f"BOT_STAFF_KEYS 里“{name}”的密钥太短，至少 {SHORTEST_KEY} 个字符。可用 python run_bot.py staff key 姓名 生成。")
        if name in found:
            raise SettingsError(f"BOT_STAFF_KEYS 里“{name}”写了两次。")
        found[name] = digest(key)
    return found


class StaffAccess:
    """The doorkeeper of the staff page."""

    def __init__(self, entries: tuple[str, ...], store: Keys) -> None:
        """`entries` are the setting's "name:key"; raises SettingsError."""
        self._fixed = keys_of(entries)
        self._store = store
        self._limit = RateLimitItemPerMinute(TRIES)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def _keys(self) -> dict[str, str]:
        return {**await self._store.keys(), **self._fixed}

    async def anybody(self) -> bool:
        """Is there any key at all? Without one there is no staff page."""
        return bool(await self._keys())

    async def names(self) -> list[str]:
        return sorted(await self._keys())

    async def log_in(self, key: str, address: str) -> str:
        """The token for the cookie. Raises WrongKey, or TooManyTries before the key is even looked at."""
        if not await self._limiter.test(self._limit, address):
            raise TooManyTries("试得太多了，请等一分钟再试。")
        given = digest(key.strip())
        # every key is compared, so that the time taken tells nothing
        names = [name for name, known in (await self._keys()).items() if hmac.compare_digest(known, given)]
        if not names:
            await self._limiter.hit(self._limit, address)
            raise WrongKey("密钥不对。请检查有没有多抄或少抄字符；忘了请找管理员重新生成。")
        token = secrets.token_urlsafe(32)
        await self._store.log_in(digest(token), names[0], given, LASTS)
        return token

    async def who(self, token: str) -> Staff | None:
        """Whose cookie this is, while the login holds and its key has been neither replaced nor withdrawn."""
        found = await self._store.login(digest(token)) if token else None
        if found is None or (await self._keys()).get(found[0]) != found[1]:
            return None
        return Staff(found[0], digest(f"csrf:{token}"))

    async def log_out(self, token: str) -> None:
        await self._store.log_out(digest(token))


async def new_key(store: Keys, name: str) -> str:
    """Make a key for `name` (an older one ends) and give it back: it is shown once and kept only as a digest. Raises SettingsError."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or any(c in name for c in ":,，：") or not name.isprintable():
        raise SettingsError(f"姓名要写 1 到 {LONGEST_NAME} 个字，不能有冒号和逗号。")
    key = secrets.token_urlsafe(18)
    await store.set_key(name, digest(key))
    return key
