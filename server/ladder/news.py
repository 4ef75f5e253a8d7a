"""News of this room: decisions about oneself, once notice was given; what they say is read on their own page."""

NEWS = (
    """
    SELECT 'decision' AS kind, c.noticed::timestamp AT TIME ZONE 'UTC' AS at, c.name_zh AS zh, c.name_en AS en, '' AS key,
      NULL::text AS word
    FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id
    WHERE k.agent_id = $1 AND k.nominated AND k.decided AND c.phase IN ('noticed', 'closed')
      AND c.noticed::timestamp AT TIME ZONE 'UTC' > $2 AND c.noticed::timestamp AT TIME ZONE 'UTC' <= $3""",
)
