"""News of this room: badges that stand, and thanks that were not taken back."""

NEWS = (
    # A badge that many grounds earned at once is told once, and what only an import of the past brought to light not at all.
    """
    SELECT DISTINCT ON (w.badge, w.given_at::date) 'badge' AS kind, w.given_at AS at, v.body->>'zh' AS zh, v.body->>'en' AS en,
      w.badge AS key, w.tier AS word
    FROM award w JOIN badge_version v ON v.code = w.badge AND v.version = w.version
    WHERE w.agent_id = $1 AND w.withdrawn_at IS NULL AND w.on_day > $2::date AND w.given_at > $2 AND w.given_at <= $3
    ORDER BY w.badge, w.given_at::date, w.on_day DESC, w.id DESC""",
    """
    SELECT 'thanks' AS kind, k.at, g.name_zh AS zh, g.name_en AS en, '' AS key, NULL::text AS word
    FROM kudos k JOIN agent g ON g.id = k.giver_id
    WHERE k.receiver_id = $1 AND k.taken_back_at IS NULL AND k.at > $2 AND k.at <= $3""",
)
