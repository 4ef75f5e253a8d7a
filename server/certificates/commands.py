"""`echelon verify-badge`: whether an Open Badge is what a centre signed."""

import sys
from pathlib import Path
from typing import Any

import click

from server.terminal import Workplace, run_command


@click.command("verify-badge", help="Check an Open Badge (.jwt).")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public keys as /api/v1/open-badges/keys gives them; then neither service nor network is needed.",
)
def verify_badge(file: Path, keys: Path | None) -> None:
    """Exit code 0: genuine, and in force as far as can be known. 1: not."""
    from server.certificates.openbadges.credential import Unsound, check
    from server.certificates.openbadges.service import judge, keys_of

    text = file.read_text(encoding="ascii", errors="replace")
    if keys is not None:
        try:
            _tell(check(text, keys_of(keys.read_bytes())))
        except Unsound as problem:
            sys.exit(_refused(str(problem)))
        return

    async def ask(place: Workplace) -> int:
        try:
            state, said = await judge(place.database, text)
        except Unsound as problem:
            return _refused(str(problem))
        if state != "valid":
            return _refused("the award was withdrawn 徽章已撤回")
        _tell(said)
        return 0

    run_command(ask)


def _tell(said: dict[str, Any]) -> None:
    click.echo(f"genuine 真实有效: {said['name']} — {said['issuer']['name']}, {said['validFrom']}")


def _refused(why: str) -> int:
    click.echo(f"not genuine 无效: {why}")
    return 1
