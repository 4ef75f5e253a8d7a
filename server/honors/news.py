"""News of this room: badges that stand, thanks that were not taken back; for whoever keeps titles, those that end soon."""

from leaderboards.honors import TITLE_ENDS_SOON

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

KEEPERS = (
    # On the day on which the wall of honors begins to say so; one that was entered later, from then on.
    f"""
    SELECT 'title_ends' AS kind, greatest(h.made_at, (h.expires - {TITLE_ENDS_SOON.days})::timestamp AT TIME ZONE 'UTC') AS at,
      h.name_zh AS zh, h.name_en AS en, h.id::text AS key, h.expires::text AS word
    FROM honor_title h
    WHERE h.archived_at IS NULL AND h.proof_name IS NOT NULL AND h.expires > $2::date
      AND greatest(h.made_at, (h.expires - {TITLE_ENDS_SOON.days})::timestamp AT TIME ZONE 'UTC') BETWEEN $1 AND $2""",
)
"""Not of a person but of what is in somebody's keeping: they ask for a time alone."""
