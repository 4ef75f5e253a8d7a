"""A published form judges a call by its marks."""

from career.quality.forms import Evaluated, Form, evaluate
from career.refusal import Refusal
from server.db.pool import Connection
from server.errors import DomainError
from server.quality.evaluations.kept import Marks
from server.quality.forms import store
from server.quality.refusals import NO_FORM, refuse


async def published(connection: Connection, code: str, version: int) -> Form:
    """That version, refused as `no_such_form` where it was never published."""
    form = await store.published(connection, code, version)
    if form is None:
        raise DomainError(NO_FORM, key=code)
    return form


def judge(form: Form, marks: Marks) -> Evaluated:
    """What the marks come to, refused with the rule book's own words where they do not fit the form."""
    found = evaluate(form, marks)
    if isinstance(found, Refusal):
        refuse(found)
    return found
