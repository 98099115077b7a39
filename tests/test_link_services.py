"""Services that misbehave in every way are never taken for services that know of no match."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import UsageError
from kg.link.client import USER_AGENT, Client, Limits, UnansweredError, make_client
from kg.link.linker import Thresholds
from kg.link.model import Outcome, Source, Subject
from kg.link.services import (
    endpoint,
    link_to_service,
    read_service,
    reconciler,
    to_queries,
)

SEED = Path(__file__).parent / "golden" / "graphs" / "seed.trig"
SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "data" / "gazetteers" / "reconciliation_api"
QUICK = Limits(timeout=1.0, tries=3, pause=0.0, first_wait=0.01, longest_wait=5.0, size=100_000)
MANIFEST = {
    "0.2": {
        "versions": ["0.1", "0.2"],
        "name": "Here",
        "identifierSpace": "http://x.org/",
        "schemaSpace": "http://x.org/s",
    },
    "1.0": {"versions": ["1.0-draft"], "name": "Here", "view": {"url": "http://x.org/{id}"}},
}

Answer = tuple[int, dict[str, str], bytes]
Script = Callable[["Asked"], Answer]


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; `number` counts from 1."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A service on the loopback that answers as its script says, and remembers what it was asked."""

    url: str
    host: str
    script: list[Script] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def say(self, *scripts: Script | Answer) -> None:
        """The answers in turn; the last one from then on."""
        self.script = [one if callable(one) else (lambda _asked, one=one: one) for one in scripts]


@pytest.fixture
def server() -> Iterator[Server]:
    box: list[Server] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            state = box[0]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(len(state.asked) + 1, self.command, self.path, dict(self.headers.items()), body)
            state.asked.append(asked)
            status, headers, data = state.script[min(asked.number, len(state.script)) - 1](asked)
            try:
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(data)), "Connection": "close"} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass
            self.close_connection = True

        do_GET = do_POST = answer  # noqa: N815  # the names are those of the library

        def log_message(self, *_arguments: object) -> None:
            pass

    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.daemon_threads = True
    threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = service.server_address[1]
    box.append(Server(url=f"http://127.0.0.1:{port}/api", host=f"127.0.0.1:{port}"))
    yield box[0]
    service.shutdown()
    service.server_close()


def ok(value: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def client_for(server: Server, *, limits: Limits = QUICK, cache: Path | None = None) -> tuple[Client, list[float]]:
    """A client that waits in no time, and how long it would have waited."""
    waits: list[float] = []
    client = make_client([server.host], limits=limits, cache=cache)
    client.sleep = waits.append
    return client, waits


def fetch(server: Server, **options: object) -> bytes:
    client, _ = client_for(server, **options)  # type: ignore[arg-type]
    return client.get(server.url, accept="application/json", read=bytes)


# ---------------------------------------------------------------- the client


def test_it_says_who_it_is(server: Server) -> None:
    server.say(ok({}))
    fetch(server)
    assert server.asked[0].headers["User-Agent"] == USER_AGENT


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_again(server: Server, status: int) -> None:
    server.say((status, {}, b"busy"), ok({"a": 1}))
    assert json.loads(fetch(server)) == {"a": 1}
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_stays_busy_is_no_answer(server: Server, status: int) -> None:
    server.say((status, {}, b""))
    with pytest.raises(UnansweredError, match=f"answered {status}, 3 times"):
        fetch(server)
    assert len(server.asked) == 3


def test_retry_after_is_honoured_in_seconds_and_as_a_date(server: Server) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    server.say((429, {"Retry-After": "3"}, b""), (503, {"Retry-After": soon}, b""), ok({}))
    client, waits = client_for(server)
    client.get(server.url, accept="application/json", read=bytes)
    assert waits[0] == 3
    assert 2 < waits[1] <= 4


def test_waits_grow_and_end(server: Server) -> None:
    server.say((503, {"Retry-After": "100000"}, b""), (503, {}, b""), ok({}))
    client, waits = client_for(server)
    client.get(server.url, accept="application/json", read=bytes)
    assert waits == [QUICK.longest_wait, 0.02]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_other_refusals_are_told_at_once(server: Server, status: int) -> None:
    server.say((status, {}, b""))
    with pytest.raises(UnansweredError, match=f"answered {status}"):
        fetch(server)
    assert len(server.asked) == 1


def test_a_slow_service_is_no_answer(server: Server) -> None:
    def slow(_asked: Asked) -> Answer:
        time.sleep(0.4)
        return ok({})

    server.say(slow)
    with pytest.raises(UnansweredError, match="in time"):
        fetch(server, limits=Limits(timeout=0.1, tries=2, pause=0, first_wait=0))
    assert len(server.asked) == 2


def test_half_an_answer_is_none(server: Server) -> None:
    server.say((200, {"Content-Length": "5000"}, b'{"results": ['))
    with pytest.raises(UnansweredError, match="broke off"):
        fetch(server)


def test_half_an_answer_then_a_whole_one(server: Server) -> None:
    server.say((200, {"Content-Length": "5000"}, b"{"), ok({"a": 1}))
    assert json.loads(fetch(server)) == {"a": 1}


def test_too_long_an_answer_is_not_read(server: Server) -> None:
    server.say((200, {}, b" " * 200_000))
    with pytest.raises(UnansweredError, match="longer than"):
        fetch(server)


def test_no_one_there(server: Server) -> None:
    client = make_client(["127.0.0.1"], limits=QUICK)
    client.sleep = lambda _seconds: None
    with pytest.raises(UnansweredError, match="could not be reached"):
        client.get("http://127.0.0.1:9/api", accept="*/*", read=bytes)


@pytest.mark.parametrize(
    "url", ["http://other.example/api", "file:///etc/passwd", "ftp://127.0.0.1/", "http://a@127.0.0.1/", "nonsense"]
)
def test_only_hosts_that_were_named(server: Server, url: str) -> None:
    client, _ = client_for(server)
    with pytest.raises(UsageError):
        client.get(url, accept="*/*", read=bytes)
    assert server.asked == []


def test_no_redirect_to_another_host(server: Server) -> None:
    server.say((302, {"Location": "http://other.example/secret"}, b""))
    with pytest.raises(UnansweredError, match="redirected to where it may not go"):
        fetch(server)


def test_redirects_end(server: Server) -> None:
    server.say((302, {"Location": "/again"}, b""))
    with pytest.raises(UnansweredError, match="redirected too often"):
        fetch(server)


def test_it_waits_between_requests(server: Server) -> None:
    server.say(ok({}))
    client, waits = client_for(server, limits=Limits(pause=5.0))
    client.get(server.url, accept="a", read=bytes)
    client.get(server.url, accept="b", read=bytes)
    assert len(waits) == 1
    assert 4 < waits[0] <= 5


def test_whole_answers_are_kept_and_others_not(server: Server, tmp_path: Path) -> None:
    server.say((503, {}, b""), (503, {}, b""), (503, {}, b""), ok({"a": 1}), (500, {}, b""))
    with pytest.raises(UnansweredError):
        fetch(server, cache=tmp_path / "cache")
    for _ in range(3):
        assert json.loads(fetch(server, cache=tmp_path / "cache")) == {"a": 1}
    assert len(server.asked) == 4


def test_old_answers_are_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.say(ok({"a": 1}), ok({"a": 2}))
    fetch(server, cache=tmp_path)
    assert json.loads(fetch(server, cache=tmp_path, limits=Limits(cache_days=0, pause=0))) == {"a": 2}


# ---------------------------------------------------------------- reconciliation and SPARQL


def subjects(*names: str) -> list[Subject]:
    return [
        Subject(
            iri=f"http://e.org/{name.replace(' ', '-')}", names=(name,), kinds=frozenset(["Person"]), articles=("a",)
        )
        for name in names
    ]


def candidate(name: str, number: int = 1, *, match: bool = True) -> dict[str, object]:
    return {
        "id": f"P{number}",
        "name": name,
        "score": 90.0,
        "match": match,
        "type": [{"id": "person", "name": "Person"}],
    }


def names_asked(asked: Asked, version: str) -> list[str]:
    if version == "1.0":
        return [query["conditions"][0]["propertyValue"] for query in json.loads(asked.body)["queries"]]
    return [query["query"] for query in json.loads(parse_qs(asked.body.decode())["queries"][0]).values()]


def service(version: str, known: Sequence[str]) -> Script:
    """A service that behaves, and knows some names."""

    def answer(asked: Asked) -> Answer:
        if asked.method == "GET":
            return ok(MANIFEST[version])
        found = [[candidate(name, i)] if name in known else [] for i, name in enumerate(names_asked(asked, version))]
        if version == "1.0":
            assert asked.path.endswith("/match")
            return ok({"results": [{"candidates": one} for one in found]})
        return ok({f"q{i}": {"result": one} for i, one in enumerate(found)})

    return answer


def run_reconciler(server: Server, *names: str, cache: Path | None = None) -> dict[str, Outcome]:
    client, _ = client_for(server, cache=cache)
    found = read_service(client, server.url)
    source = Source(name="here", title=found.title)
    outcomes = link_to_service(subjects(*names), source, reconciler(client, found), thresholds=Thresholds(accept=0.7))
    return {outcome.subject.label: outcome for outcome in outcomes}


@pytest.mark.parametrize("version", ["0.2", "1.0"])
def test_both_versions_of_the_api(server: Server, version: str) -> None:
    server.say(service(version, ["Ana Velmora"]))
    outcomes = run_reconciler(server, "Ana Velmora", "Jonas Tarvell")
    assert outcomes["Ana Velmora"].link is not None
    assert outcomes["Ana Velmora"].link.entry.iri == "http://x.org/P0"
    assert outcomes["Jonas Tarvell"].state == "none"


@pytest.mark.parametrize(
    "broken",
    [
        (429, {}, b""),
        (503, {"Retry-After": "0"}, b""),
        (200, {}, b'{"q0": {"result": ['),
        (200, {}, b"<html>Sorry</html>"),
        (200, {}, b'{"q1": {"result": []}}'),
        (200, {}, b'{"q0": {"result": [{"name": "no id"}]}}'),
        (200, {}, b'{"status": "error", "message": "internal"}'),
        (200, {"Content-Length": "900"}, b'{"q0": {"result": []}}'),
    ],
    ids=["429", "503", "cut off", "a page", "other query", "no id", "error inside", "too short"],
)
def test_a_broken_answer_is_failed_and_never_no_match(server: Server, broken: Answer, tmp_path: Path) -> None:
    server.say(lambda asked: ok(MANIFEST["0.2"]) if asked.method == "GET" else broken)
    assert run_reconciler(server, "Ana Velmora", cache=tmp_path)["Ana Velmora"].state == "failed"
    server.say(service("0.2", ["Ana Velmora"]))
    again = run_reconciler(server, "Ana Velmora", cache=tmp_path)
    assert again["Ana Velmora"].state == "linked", "what was broken is not kept"


def test_fewer_results_than_queries_are_a_part(server: Server) -> None:
    server.say(lambda asked: ok(MANIFEST["1.0"]) if asked.method == "GET" else ok({"results": []}))
    assert run_reconciler(server, "Ana Velmora")["Ana Velmora"].state == "failed"


def test_one_batch_that_fails_leaves_the_others(server: Server) -> None:
    good = service("0.2", [f"Ana Velmora {chr(65 + i)}" for i in range(26)])
    server.say(good, lambda asked: (500, {}, b""), good)
    outcomes = run_reconciler(server, *(f"Ana Velmora {chr(65 + i)}" for i in range(26)))
    assert {outcome.state for outcome in outcomes.values()} == {"failed", "linked"}


@pytest.mark.parametrize("version", ["0.2", "1.0"])
@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of the API (../shared) are not here")
def test_requests_and_answers_are_those_of_the_schemas(version: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    folder = SCHEMAS / ("1.0-draft" if version == "1.0" else version) / "schemas"
    schema = json.loads((folder / "reconciliation-query-batch.json").read_text(encoding="utf-8"))
    registry = _registry(folder)
    validator = jsonschema.Draft7Validator(schema, registry=registry)
    validator.validate(to_queries(["Ana Velmora", 'a "quoted" name'], version))
    schema = json.loads((folder / "reconciliation-result-batch.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema, registry=registry)
    asked = Asked(1, "POST", "/api/match", {}, json.dumps(to_queries(["Ana Velmora"], "1.0")).encode())
    if version == "1.0":
        validator.validate(json.loads(service(version, ["Ana Velmora"])(asked)[2]))
    else:
        validator.validate({"q0": {"result": [candidate("Ana Velmora")]}})


def _registry(folder: Path) -> object:
    referencing = pytest.importorskip("referencing")
    resources = []
    for path in folder.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        resource = referencing.Resource.from_contents(content, default_specification=referencing.jsonschema.DRAFT7)
        resources += [(path.name, resource), (content.get("$id", path.name), resource)]
    return referencing.Registry().with_resources(resources)


def test_sparql(server: Server) -> None:
    row = {name: {"type": "literal", "value": value} for name, value in
           {"item": "http://x.org/1", "name": "Ana Velmora", "label": "Ana Velmora"}.items()}  # fmt: skip
    server.say(ok({"head": {"vars": ["item", "name", "label"]}, "results": {"bindings": [row]}}))
    client, _ = client_for(server)
    outcomes = link_to_service(subjects("Ana Velmora"), Source(name="s", title="s"), endpoint(client, server.url))
    assert outcomes[0].link is not None
    assert outcomes[0].link.entry.iri == "http://x.org/1"
    assert "VALUES ?name" in parse_qs(server.asked[0].body.decode())["query"][0]


def test_names_are_no_part_of_the_query(server: Server) -> None:
    server.say(ok({"results": {"bindings": []}}))
    client, _ = client_for(server)
    evil = 'x" } ?s ?p ?o . FILTER(1) #\\'
    link_to_service(subjects(evil), Source(name="s", title="s"), endpoint(client, server.url))
    query = parse_qs(server.asked[0].body.decode())["query"][0]
    import pyoxigraph

    assert list(pyoxigraph.Store().query(query)) == []  # it is sound SPARQL, and nothing was added


def test_a_full_page_of_rows_is_a_part(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.link.services._ROWS", 1)
    row = {"item": {"value": "http://x.org/1"}, "name": {"value": "Other"}}
    server.say(ok({"results": {"bindings": [row]}}))
    client, _ = client_for(server)
    outcomes = link_to_service(subjects("Ana Velmora"), Source(name="s", title="s"), endpoint(client, server.url))
    assert outcomes[0].state == "failed"


# ---------------------------------------------------------------- the command


def run_link(tmp_path: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["link", str(SEED), "-o", str(tmp_path / "out.trig"), *options])
    return result.exit_code, result.output


def test_a_host_must_be_allowed(server: Server, tmp_path: Path) -> None:
    code, output = run_link(tmp_path, "--reconcile", server.url)
    assert (code, server.asked) == (2, [])
    assert "--online 127.0.0.1" in output


def test_failures_end_with_their_code_and_the_rest_is_written(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.link.client.time.sleep", lambda _seconds: None)
    server.say(lambda asked: ok(MANIFEST["0.2"]) if asked.method == "GET" else (404, {}, b""))
    code, output = run_link(tmp_path, "--reconcile", server.url, "--online", server.host)
    assert code == 5
    assert "could not be looked up" in output
    assert "links#failed" in (tmp_path / "out.trig").read_text(encoding="utf-8")


def test_online_without_a_service_is_told(tmp_path: Path) -> None:
    assert run_link(tmp_path, "--online", "example.org")[0] == 2
