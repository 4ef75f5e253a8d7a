"""`echelon watch`: a live board in the terminal, over the same socket as the wall."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

import click

from server.terminal import settings_from_environment

if TYPE_CHECKING:
    from rich.console import RenderableType

    from leaderboards.feed import Board

_FIRST_PAUSE, _LONGEST_PAUSE = 0.3, 5.0
_STALE = 30.0
"""Seconds without any message (the server says something every ten) after which the board is called stale."""


@click.command("watch", help="Show a live board in the terminal; Ctrl-C ends it.")
@click.argument("contest", type=int)
@click.option("--url", help="Address of the service (http://HOST:PORT of the settings).")
@click.option("--token", envvar="ECHELON_TOKEN", help="API token (ECHELON_TOKEN); `echelon token create` makes one.")
@click.option("--view", type=click.Choice(["full", "top", "wall"]), default="full", help="As whom to look.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of names and words.")
@click.option("--once", is_flag=True, help="Print the board once and end.")
def watch(contest: int, url: str | None, token: str | None, view: str, lang: str, once: bool) -> None:
    """Reconnects by itself and resumes where it was. Exit code 1 when the board may not be seen."""
    if not token:
        raise click.UsageError("a token is needed: --token $(echelon token create --role ops --name watch)")
    if url is None:
        settings = settings_from_environment()
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
        url = f"http://{host}:{settings.port}"
    picture = Picture(lang)
    follower = Follower(url, contest, token, view, picture)
    try:
        sys.exit(asyncio.run(print_once(follower) if once else _live(follower)))
    except KeyboardInterrupt:
        sys.exit(0)


class Picture:
    """What is on the screen, and what is known about its age."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.board: Board | None = None
        self.heard = asyncio.Event()
        self.heard_at: datetime | None = None
        self.trouble = ""

    def render(self) -> RenderableType:
        """The board as a table, or why there is none yet."""
        from rich.table import Table
        from rich.text import Text

        if self.board is None:
            return Text(self.trouble or self._say("正在连接…", "Connecting…"))
        head = self.board.contest
        title = f"{self._say(head.title.zh, head.title.en)} · {head.phase}"
        table = Table(title=Text(title), caption=Text(self._caption(self.board)))
        for heading, side in (
            ("#", "right"),
            (self._say("参赛者", "Participant"), "left"),
            (self._say("得分", "Score"), "right"),
        ):
            table.add_column(heading, justify="right" if side == "right" else "left")
        table.add_column(self._say("差距", "Gap"), justify="right")
        for row in self.board.rows:
            table.add_row(
                "–" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}",
                Text(f"{self._say(row.name.zh, row.name.en)} ({row.code})"),
                row.score or "–",
                row.gap or "",
            )
        for other in self.board.taking_part:
            table.add_row("", Text(self._say(other.name.zh, other.name.en)), "", "")
        return table

    def _caption(self, board: Board) -> str:
        parts = [f"{self._say('数据截至', 'as of')} {board.as_of}"]
        if self.heard_at is not None:
            silent = (datetime.now(UTC) - self.heard_at).total_seconds()
            if silent > _STALE or self.trouble:
                parts.append(f"{self._say('已过时', 'STALE')} {silent:.0f} s")
        if self.trouble:
            parts.append(self.trouble)
        return " · ".join(parts)

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en


class Follower:
    """Keeps the picture true: connects, applies what it is told, acknowledges, and comes back where it was."""

    def __init__(self, url: str, contest: int, token: str, view: str, picture: Picture) -> None:
        parts = urlsplit(url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        self._base = urlunsplit((scheme, parts.netloc, f"/api/v1/contests/{contest}/live", "", ""))
        self._token = token
        self._view = view
        self._epoch, self._seq = "", -1
        self.picture = picture

    async def follow(self) -> int:
        """Follow until the server says that there is nothing (more) to see; the exit code."""
        from websockets.exceptions import ConnectionClosed, InvalidStatus

        pause = _FIRST_PAUSE
        while True:
            try:
                await self._session()
                pause = _FIRST_PAUSE
            except InvalidStatus as refused:
                status = refused.response.status_code
                self.picture.trouble = f"HTTP {status}"
                if status in {401, 403, 404}:
                    return 1
            except (OSError, TimeoutError, ConnectionClosed) as problem:
                self.picture.trouble = str(problem) or type(problem).__name__
            if self.picture.trouble in {"forbidden", "not_found"}:
                return 1
            if self.picture.trouble == "contest_over":
                return 0
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _session(self) -> None:
        from websockets.asyncio.client import connect

        from server.live.messages import decode_server_message

        query = urlencode({"view": self._view, "epoch": self._epoch, "seq": self._seq})
        headers = {"Authorization": f"Bearer {self._token}"}
        async with connect(f"{self._base}?{query}", additional_headers=headers, max_size=1 << 26) as socket:
            async for text in socket:
                if self._take(decode_server_message(text)):
                    await socket.send(json.dumps({"ack": self._seq}))

    def _take(self, message: object) -> bool:
        """Apply a message; whether it wants to be acknowledged."""
        from leaderboards.feed import apply
        from server.live.messages import ByeOut, DeltaOut, SnapshotOut, delta_of

        picture = self.picture
        picture.heard_at, picture.trouble = datetime.now(UTC), ""
        if isinstance(message, SnapshotOut):
            self._epoch, self._seq, picture.board = message.epoch, message.seq, message.board
        elif isinstance(message, DeltaOut) and picture.board is not None:
            if (message.epoch, message.from_seq) != (self._epoch, self._seq):
                self._epoch, self._seq = "", -1
                raise ConnectionResetError("a message was missed")
            self._seq, picture.board = message.seq, apply(picture.board, delta_of(message))
        elif isinstance(message, ByeOut):
            picture.trouble = message.code
        picture.heard.set()
        return isinstance(message, SnapshotOut | DeltaOut)


async def print_once(follower: Follower) -> int:
    """Print the first board that arrives; a service that is not there is waited for, but not for ever."""
    from rich.console import Console

    following = asyncio.create_task(follower.follow())
    hearing = asyncio.create_task(follower.picture.heard.wait())
    await asyncio.wait({following, hearing}, return_when=asyncio.FIRST_COMPLETED, timeout=15)
    following.cancel()
    hearing.cancel()
    if follower.picture.board is None:
        Console(stderr=True).print(follower.picture.render())
        return 1
    Console().print(follower.picture.render())
    return 0


async def _live(follower: Follower) -> int:
    """Draw the board anew when something was heard, and every second for its age."""
    from rich.console import Console
    from rich.live import Live

    following = asyncio.create_task(follower.follow())
    with Live(follower.picture.render(), console=Console(), auto_refresh=False, screen=os.isatty(1)) as screen:
        while not following.done():
            await asyncio.wait([following], timeout=0.25)
            screen.update(follower.picture.render(), refresh=True)
    if follower.picture.trouble:
        Console(stderr=True).print(follower.picture.trouble, markup=False)
    return following.result()
