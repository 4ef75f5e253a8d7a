"""How the demo centre comes in: as a client of the HTTP interface, in the same process or over the network."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import httpx


class RefusedError(Exception):
    """An answer other than 2xx; `code` is the problem's stable code, empty where there was none."""

    def __init__(self, asked: str, status: int, code: str, text: str) -> None:
        super().__init__(f"{asked} was answered {status} {code}: {text[:600]}")
        self.status = status
        self.code = code


class Doors:
    """Requests as somebody with a token. Closing it closes the client."""

    def __init__(self, client: httpx.AsyncClient, token: str = "") -> None:
        self._client = client
        self.token = token

    async def sign_in(self, login: str, password: str) -> None:
        """From now on ask as the account, by its cookie."""
        await self.ask("POST", "/session", json={"login": login, "password": password})

    async def ask(self, method: str, path: str, *, taken: Sequence[str] = (), **request: Any) -> Any:
        """The decoded answer, None where it is empty or the refusal is one of `taken`. Raises RefusedError."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= request.pop("headers", {})
        answer = await self._client.request(method, f"/api/v1{path}", headers=headers, **request)
        if answer.is_success:
            return answer.json() if answer.content else None
        code = _code(answer)
        if code in taken:
            return None
        raise RefusedError(f"{method} {path}", answer.status_code, code, answer.text)

    async def send(self, source: str, lines: Iterable[str]) -> dict[str, Any]:
        """Facts as JSON lines, in the name of one of the centre's systems; the receipt."""
        body = "\n".join(lines).encode()
        kind = {"Content-Type": "application/x-ndjson"}
        answer: dict[str, Any] = await self.ask("POST", f"/facts?source={source}", content=body, headers=kind)
        return answer

    async def bring(
        self, kind: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, to: str = "people"
    ) -> dict[str, Any]:
        """A file as somebody would upload it. Raises RuntimeError when any row was refused."""
        sheet = io.StringIO()
        written = csv.writer(sheet)
        written.writerow(columns)
        written.writerows(rows)
        upload = {"file": (f"{kind}.csv", sheet.getvalue().encode(), "text/csv")}
        answer: dict[str, Any] = await self.ask("POST", f"/import/{to}/{kind}", files=upload)
        if answer["errors"]:
            raise RuntimeError(f"{kind}: {len(answer['errors'])} rows were refused, first {answer['errors'][0]}")
        return answer


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""
