"""The road between a phone and the portal: a proxy that can be somebody's wifi portal, drop answers, or bring a new version."""

import contextlib
import hashlib
import http.client
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import patience

WIFI = b"<!doctype html><title>Wifi</title><p>Selamat datang. Silakan masuk.</p>"
SCRIPT, WORKER, SEND = "/static/verval/field/app.js", "/lapangan/sw.js", "/lapangan/kirim/"
_NOT_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"}


@dataclass
class Road:
    """`mode`: "jalan" everything passes, "wifi" a portal answers 200 to everything, "putus" what is sent arrives and the answer is
    lost. `version`: appended to a script of the page, as an update of the house would change it."""

    behind: str
    mode: str = "jalan"
    version: int = 1
    port: int = 0
    sent: list[tuple[str, int]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def renewed(self, path: str, body: bytes) -> bytes:
        """What the newer version answers."""
        if self.version == 1:
            return body
        more = f"\n// versi {self.version}\n".encode()
        if path == SCRIPT:
            return body + more
        if path == WORKER:
            told = json.loads(re.search(rb"start\((\{.*\})\)", body)[1])
            for each in told["files"]:
                if each["url"] == SCRIPT:
                    old = each["sha256"]
            fresh = hashlib.sha256(self._script() + more).hexdigest()
            return body.replace(old.encode(), fresh.encode()).replace(
                told["version"].encode(), f"{told['version']}{self.version}".encode()
            )
        return body

    def _script(self) -> bytes:
        status, _, body = self.asked("GET", SCRIPT, {}, b"")
        assert status == 200
        return body

    def asked(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the portal answers."""
        place = urlsplit(self.behind)
        line = http.client.HTTPConnection(place.hostname, place.port, timeout=patience.SOON)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            line.close()


def _handler(road: Road) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if road.mode == "wifi":
                return self._answer(200, [("Content-Type", "text/html")], WIFI)
            headers = {
                k: v for k, v in self.headers.items() if k.lower() not in {"accept-encoding", "connection"}
            }
            path = self.path.partition("?")[0]
            status, told, answer = road.asked(self.command, self.path, headers, body)
            if path == SEND:
                road.sent.append((road.mode, status))
                if road.mode == "putus":
                    self.close_connection = True
                    return self.connection.close()
            return self._answer(status, told, road.renewed(path, answer))

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in _NOT_ON:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_HEAD = _pass  # noqa: N815  named by http.server

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A phone that hangs up is no error."""


@contextlib.contextmanager
def road(behind: str) -> Iterator[Road]:
    """A road to the portal at `behind`."""
    made = Road(behind)
    server = _Server(("127.0.0.1", 0), _handler(made))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
