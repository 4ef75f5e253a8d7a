"""News of this room: how appeals one raised came out. How a contest stands is no news here: a freeze may hold it."""

NEWS = (
    """
    SELECT 'appeal' AS kind, p.closed_at AS at, c.title_zh AS zh, c.title_en AS en, c.id::text AS key, p.outcome AS word
    FROM contest_appeal p JOIN contest c ON c.id = p.contest_id
    WHERE p.agent_id = $1 AND p.outcome <> 'withdrawn' AND p.closed_at > $2 AND p.closed_at <= $3""",
)
