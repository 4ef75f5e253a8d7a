"""Facts and what they count."""

from tests.server.auth.who_passes.everybody import BOSSES, INSIDE

ROUTES: dict[str, frozenset[str]] = {
    "POST /api/v1/facts": BOSSES,
    "GET /api/v1/facts": INSIDE,
    "GET /api/v1/facts/{source:str}/{fact_id:path}": INSIDE,
    "GET /api/v1/quarantine": BOSSES,
    "GET /api/v1/quarantine/{entry_id:int}": BOSSES,
    "PUT /api/v1/quarantine/{entry_id:int}": BOSSES,
    "POST /api/v1/quarantine/{entry_id:int}/discard": BOSSES,
    "POST /api/v1/quarantine/replay": BOSSES,
    "GET /api/v1/metrics": INSIDE,
    "POST /api/v1/metrics": BOSSES,
    "GET /api/v1/metrics/{code:str}": INSIDE,
    "PUT /api/v1/metrics/{code:str}": BOSSES,
    "GET /api/v1/mappings": BOSSES,
    "GET /api/v1/mappings/{code:str}": BOSSES,
    "PUT /api/v1/mappings/{code:str}": BOSSES,
    "POST /api/v1/import/facts": BOSSES,
}
