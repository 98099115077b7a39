"""The one client for services that the user names: polite, bounded, and clear about what it did not get.

It says who it is, waits between requests to one host, gives up after a time, tries again after 429, 502, 503, 504 and
time-outs as the service asks (Retry-After) or ever more slowly, reads no more than it may, keeps complete answers on
disk, and speaks to no host that was not named, not by a redirect either. Whatever it did not get is an
`UnansweredError`: never an empty answer, for "the service was busy" is not "there is no such thing".
"""

from __future__ import annotations

import email.utils
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit

import urllib3

import kg
from kg.errors import KgError, UsageError

T = TypeVar("T")

USER_AGENT: Final = f"conflict-kg/{kg.__version__} (https://w3id.org/conflict-kg)"
_RETRIED: Final = frozenset({429, 502, 503, 504})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 3
_CHUNK: Final = 1 << 16
_DAY: Final = 86_400.0


class UnansweredError(KgError):
    """A service did not give a whole answer; what was asked stays open."""

    exit_code = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how often: seconds for one answer, tries, seconds between requests and before a new try, bytes."""

    timeout: float = 20.0
    tries: int = 4
    pause: float = 1.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    size: int = 20_000_000
    cache_days: float = 30.0

    def __post_init__(self) -> None:
        if self.timeout <= 0 or self.tries < 1 or min(self.pause, self.first_wait, self.longest_wait) < 0:
            raise UsageError("time-outs are above 0, tries at least 1, waits not below 0")


@dataclass(slots=True)
class Client:
    """Requests to the hosts named, and to no other; `cache` is a folder for whole answers, None for no cache."""

    hosts: frozenset[str]
    limits: Limits = field(default_factory=Limits)
    cache: Path | None = None
    sleep: Callable[[float], None] = time.sleep
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(num_pools=4))
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, *, accept: str, read: Callable[[bytes], T]) -> T:
        """What READ makes of the body of a GET; READ raises `UnansweredError` where it is not what was asked for."""
        return self._fetch("GET", url, b"", {"Accept": accept}, read)

    def post(self, url: str, body: bytes, *, kind: str, accept: str, read: Callable[[bytes], T]) -> T:
        """The same of the answer to a POST of BODY, whose media type is KIND."""
        return self._fetch("POST", url, body, {"Accept": accept, "Content-Type": kind}, read)

    def _fetch(self, method: str, url: str, body: bytes, headers: Mapping[str, str], read: Callable[[bytes], T]) -> T:
        self.check(url)
        place = self._place(method, url, body, headers)
        kept = self._read_cache(place)
        if kept is not None:
            return read(kept)
        answer = self._try_often(method, url, body, headers)
        found = read(answer)
        # What was not what was asked for is not kept: READ has raised.
        self._write_cache(place, answer)
        return found

    def check(self, url: str) -> None:
        """Refuse what is no web address, and hosts that were not named."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise UsageError(f"{url!r} is no web address: {error}") from error
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise UsageError(f"{url!r} is no web address", hint="Such as https://example.org/reconcile")
        if host not in self.hosts and f"{host}:{port}" not in self.hosts:
            raise UsageError(f"the host {host} was not allowed", hint=f"Allow it with --online {host}")

    # ------------------------------------------------------------ one request, and tries of it

    def _try_often(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        reason, wait = "", 0.0
        for number in range(self.limits.tries):
            if number:
                self.sleep(wait)
            try:
                status, answer, asked = self._follow(method, url, body, headers)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                reason, wait = _describe(error), self._wait(number, None)
                continue
            if 200 <= status < 300:
                return answer
            reason, wait = f"answered {status}", self._wait(number, asked)
            if status not in _RETRIED:
                raise UnansweredError(reason, where=url)
        raise UnansweredError(f"{reason}, {self.limits.tries} times", where=url, hint="Try again later")

    def _wait(self, number: int, asked: float | None) -> float:
        """Seconds before the next try: as long as the service asks, else twice as long each time."""
        own = self.limits.first_wait * 2.0**number
        return min(self.limits.longest_wait, max(own, asked or 0.0))

    def _follow(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes, float | None]:
        for _ in range(_MOST_REDIRECTS + 1):
            status, answer, answered = self._request(method, url, body, headers)
            target = answered.get("Location")
            if status not in _REDIRECTS or target is None:
                return status, answer, to_seconds(answered.get("Retry-After"))
            url = urljoin(url, target)
            try:
                self.check(url)
            except UsageError as error:
                raise UnansweredError(f"redirected to where it may not go: {error.message}", where=url) from error
            if status == 303 or (method == "POST" and status in (301, 302)):
                method, body = "GET", b""
        raise UnansweredError("redirected too often", where=url)

    def _request(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes, Mapping[str, str]]:
        self._be_polite(urlsplit(url).netloc)
        deadline = time.monotonic() + self.limits.timeout
        response = self._pool.request(
            method,
            url,
            body=body or None,
            headers={"User-Agent": USER_AGENT, **headers},
            timeout=urllib3.Timeout(total=self.limits.timeout),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            return response.status, self._read(response, url, deadline), response.headers
        finally:
            response.close()

    def _read(self, response: urllib3.BaseHTTPResponse, url: str, deadline: float) -> bytes:
        """The whole body, within its size and time; a part of one is an error of urllib3."""
        found, size = [], 0
        for part in response.stream(_CHUNK):
            size += len(part)
            if size > self.limits.size:
                raise UnansweredError(f"the answer is longer than {self.limits.size:,} bytes", where=url)
            if time.monotonic() > deadline:
                raise urllib3.exceptions.ReadTimeoutError(None, url, "the whole answer took too long")  # type: ignore[arg-type]
            found.append(part)
        return b"".join(found)

    def _be_polite(self, host: str) -> None:
        last = self._last.get(host)
        if last is not None:
            left = self.limits.pause - (time.monotonic() - last)
            if left > 0:
                self.sleep(left)
        self._last[host] = time.monotonic()

    # ------------------------------------------------------------ cache

    def _place(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Path | None:
        if self.cache is None:
            return None
        told = "\n".join([method, url, *(f"{name}: {value}" for name, value in sorted(headers.items())), ""])
        return self.cache / f"{hashlib.sha256(told.encode() + body).hexdigest()}.answer"

    def _read_cache(self, place: Path | None) -> bytes | None:
        if place is None:
            return None
        try:
            age = time.time() - place.stat().st_mtime
            return place.read_bytes() if age < self.limits.cache_days * _DAY else None
        except OSError:
            return None

    def _write_cache(self, place: Path | None, answer: bytes) -> None:
        if place is None:
            return
        temporary = place.with_suffix(f".{os.getpid()}.tmp")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(answer)
            os.replace(temporary, place)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise KgError(f"the cache cannot be written: {error.strerror}", where=str(place.parent)) from error


def to_seconds(text: str | None) -> float | None:
    """The seconds that a Retry-After asks to wait, given as a number or as a date.

    >>> to_seconds("120"), to_seconds("soon")
    (120.0, None)
    """
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


def _describe(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.TimeoutError) and not isinstance(
        error, urllib3.exceptions.NewConnectionError
    ):
        return "did not answer in time"
    if isinstance(error, urllib3.exceptions.ProtocolError):
        return "broke off before the end of its answer"
    return f"could not be reached ({type(error).__name__})"


def make_client(hosts: Iterable[str], *, cache: Path | None = None, limits: Limits | None = None) -> Client:
    """A client for HOSTS, as users write them: a name, with a port where it is not the usual one."""
    named = frozenset(host.strip().lower() for host in hosts)
    for host in named:
        if not host or any(char in host for char in "/@?# *"):
            raise UsageError(f"{host!r} is no host", hint="A name alone, such as query.wikidata.org")
    return Client(hosts=named, limits=limits or Limits(), cache=cache)
