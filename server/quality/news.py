"""News of this room: calls that were judged, and what came of disputes."""

_CALL = "f.body->>'zh' AS zh, f.body->>'en' AS en, v.id::text AS key"
_FROM = "FROM qa_evaluation v JOIN qa_form f ON f.code = v.form AND f.version = v.version"

NEWS = (
    f"""
    SELECT 'evaluation' AS kind, v.judged_at AS at, {_CALL}, NULL::text AS word {_FROM}
    WHERE v.agent_id = $1 AND v.withdrawn_at IS NULL AND v.judged_at > $2 AND v.judged_at <= $3""",
    f"""
    SELECT 'dispute' AS kind, d.answered_at AS at, {_CALL}, d.outcome AS word {_FROM} JOIN qa_dispute d ON d.evaluation_id = v.id
    WHERE v.agent_id = $1 AND v.withdrawn_at IS NULL AND d.answered_at > $2 AND d.answered_at <= $3""",
)
