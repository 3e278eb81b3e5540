"""Somebody at a browser, as far as a bad day needs one: signs in, sends files, presses buttons."""

import http.client
import re
import secrets
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import patience

PASSWORD = "selaras-demo-2026"
# What a connection that breaks in the middle looks like.
BROKEN = (OSError, http.client.HTTPException)


class Visitor:
    """One session."""

    def __init__(self, port: int, email: str) -> None:
        self.port, self.email, self.jar = port, email, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.page("/masuk/")
        self.press("/masuk/", login=email, password=PASSWORD)
        self.press("/akun/tujuan/", purpose="pemutakhiran")

    def page(self, path: str) -> str:
        """A page, whatever its status."""
        return self._asked(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def press(self, path: str, **fields: str) -> str:
        """Sends a form and follows where it leads."""
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token()}).encode()
        return self._asked(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body))

    def _asked(self, request: urllib.request.Request) -> str:
        """The answer, whatever its status; tried again where nobody listens yet."""
        end = time.monotonic() + patience.WORK
        while True:
            try:
                with self.opener.open(request, timeout=patience.SOON) as answer:
                    return str(answer.read().decode())
            except urllib.error.HTTPError as error:
                return error.read().decode()
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _token(self) -> str:
        return next((c.value or "" for c in self.jar if c.name == "csrf"), "")

    def send(self, path: Path) -> str:
        """Brings a file."""
        sock = self.begin_to_send(path, 1.0)
        try:
            answer = http.client.HTTPResponse(sock)
            answer.begin()
            return answer.headers.get("Location", "")
        finally:
            sock.close()

    def begin_to_send(self, path: Path, share: float) -> socket.socket:
        """Sends the first `share` of a file and leaves the line open."""
        border = secrets.token_hex(16)
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token()}\r\n'
            f'--{border}\r\nContent-Disposition: form-data; name="berkas"; filename="{path.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body = head + path.read_bytes() + f"\r\n--{border}--\r\n".encode()
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.jar)
        lines = (
            f"POST /data-masuk/kirim/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary={border}\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        ).encode()
        self.page("/masuk/")  # somebody listens
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=patience.SOON)
        sock.sendall(lines + body[: int(len(body) * share)])
        return sock

    def deliveries(self) -> list[int]:
        """Numbers of the deliveries on the overview, newest first."""
        found = re.findall(r"/data-masuk/kiriman/(\d+)/", self.page("/data-masuk/"))
        return list(dict.fromkeys(map(int, found)))
