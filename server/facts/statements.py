"""The SQL that writes facts: who holds which lock when, and how a change of facts becomes a change of rollups."""

LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('echelon.memberships'))"
"""Taken first by everything that writes facts, so that no membership changes between attribution and commit."""
LOCK_SHARED_FOR_MANY = f"{LOCK_SHARED}, set_config('plan_cache_mode', 'force_custom_plan', true)"
"""The same before a large batch. The plan kept for all sizes assumes ten facts and looks up each one's membership in the
index; planning anew costs a millisecond and reads the memberships once."""
LOCK_ALONE = "SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))"
"""Taken first by everything that changes memberships or attributes facts anew."""

# Arrays travel as text: asyncpg's array encoder asks every element for its abstract base classes, half a microsecond each.
# A column that is the usual value throughout travels empty: unnest fills the shorter arrays with NULL.
_SENT = """
sent AS (
    SELECT coalesce(source_id, $12::integer) AS source_id, fact_id, coalesce(revision, 0) AS revision, metric_id,
           coalesce(agent_id, 0) AS agent_id, coalesce(team_id, 0) AS team_id, coalesce(queue_id, 0) AS queue_id,
           timestamptz 'epoch' + at_us * interval '1 microsecond' AS at, value, coalesce(weight, 1000000) AS weight,
           timestamptz 'epoch' + coalesce(received_us, $13::bigint) * interval '1 microsecond' AS received_at, ord
    FROM unnest($1::text::integer[], $2::text::text[], $3::text::integer[], $4::text::integer[], $5::text::integer[],
                $6::text::integer[], $7::text::integer[], $8::text::bigint[], $9::text::bigint[], $10::text::bigint[],
                $11::text::bigint[]) WITH ORDINALITY
         AS s(source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at_us, value, weight, received_us, ord)
)"""

# A fact belongs to the membership at its instant, and its day is the local date of the team's site, or of the agent's own
# site where there is no team.
_PLACED = """
placed AS (
    SELECT s.*, coalesce(m.id, 0) AS membership_id, coalesce(m.team_id, s.team_id) AS whose_team,
           business_day(s.at, site.zone, site.day_starts) AS day
    FROM sent s
    LEFT JOIN membership m ON m.agent_id = s.agent_id AND m.starts <= s.at AND (m.ends IS NULL OR s.at < m.ends)
    LEFT JOIN team t ON t.id = coalesce(m.team_id, s.team_id)
    LEFT JOIN agent a ON a.id = s.agent_id
    JOIN site ON site.id = coalesce(t.site_id, a.site_id)
)"""

_TAKEN = """
taken AS (
    INSERT INTO fact AS held (source_id, fact_id, revision, metric_id, agent_id, team_id, membership_id, queue_id, day, at,
                              value, weight, received_at)
    SELECT source_id, fact_id, revision, metric_id, agent_id, whose_team, membership_id, queue_id, day, at,
           value, weight, received_at
    FROM placed ORDER BY ord
    ON CONFLICT (source_id, fact_id) DO UPDATE SET
        revision = excluded.revision, metric_id = excluded.metric_id, agent_id = excluded.agent_id,
        team_id = excluded.team_id, membership_id = excluded.membership_id, queue_id = excluded.queue_id,
        day = excluded.day, at = excluded.at, value = excluded.value, weight = excluded.weight,
        received_at = excluded.received_at
    WHERE held.revision < excluded.revision
    RETURNING new.source_id, new.fact_id, new.metric_id, new.agent_id, new.team_id, new.membership_id, new.queue_id, new.day,
        new.value, new.weight,
        old.revision AS old_revision, old.metric_id AS old_metric_id, old.agent_id AS old_agent_id,
        old.team_id AS old_team_id, old.membership_id AS old_membership_id, old.queue_id AS old_queue_id,
        old.day AS old_day, old.at AS old_at, old.value AS old_value, old.weight AS old_weight,
        old.received_at AS old_received_at
), kept AS (
    INSERT INTO fact_superseded (source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight,
                                 received_at)
    SELECT source_id, fact_id, old_revision, old_metric_id, old_agent_id,
           CASE WHEN old_agent_id = 0 THEN old_team_id ELSE 0 END, old_queue_id, old_at, old_value, old_weight,
           old_received_at
    FROM taken WHERE old_revision IS NOT NULL
)"""

CHANGE_OF_MOVES = """
change AS (
    SELECT membership_id, metric_id, day, agent_id, team_id, queue_id, value, weight, 1 AS sign
    FROM taken WHERE value IS NOT NULL
    UNION ALL
    SELECT old_membership_id, old_metric_id, old_day, old_agent_id, old_team_id, old_queue_id, old_value, old_weight, -1
    FROM taken WHERE old_revision IS NOT NULL AND old_value IS NOT NULL
)"""
"""What rows of `taken` (new and old side by side, old_revision NULL where there was none) add to and take from rollups."""

ROLLED = """
rolled AS (
    INSERT INTO rollup AS r (membership_id, metric_id, day, agent_id, team_id, queue_id, n, sum_value, sum_weight, sum_weighted)
    SELECT c.membership_id, c.metric_id, c.day, c.agent_id, c.team_id, c.queue_id,
           sum(c.sign), sum(c.sign * c.value), sum(c.sign * c.weight), sum((c.sign * c.value)::numeric * c.weight)
    FROM change c JOIN metric ON metric.id = c.metric_id AND metric.combine IN ('sum', 'mean')
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (membership_id, metric_id, day, agent_id, team_id, queue_id) DO UPDATE SET
        n = r.n + excluded.n, sum_value = r.sum_value + excluded.sum_value,
        sum_weight = r.sum_weight + excluded.sum_weight, sum_weighted = r.sum_weighted + excluded.sum_weighted
)"""
"""Applies `change` to the rollups in order of their key. Only `sum` and `mean` have rollups: what was smallest cannot be
taken away again."""

_ANSWER = """
SELECT new_one.*, old_one.* FROM (
    SELECT array_agg(source_id) AS sources, array_agg(fact_id) AS ids, array_agg(membership_id) AS memberships,
           array_agg(team_id) AS teams, array_agg(day - date '2000-01-01') AS days
    FROM taken
) new_one, (
    SELECT array_agg(source_id) AS old_sources, array_agg(fact_id) AS old_ids, array_agg(old_metric_id) AS old_metrics,
           array_agg(old_agent_id) AS old_agents, array_agg(old_team_id) AS old_teams,
           array_agg(old_membership_id) AS old_memberships, array_agg(old_queue_id) AS old_queues,
           array_agg(old_day - date '2000-01-01') AS old_days,
           array_agg((extract(epoch FROM old_at) * 1000000)::bigint) AS old_instants,
           array_agg(old_value) AS old_values, array_agg(old_weight) AS old_weights,
           array_agg(old_revision) AS old_revisions
    FROM taken WHERE old_revision IS NOT NULL
) old_one"""

TAKE = f"WITH {_SENT}, {_PLACED}, {_TAKEN} {_ANSWER}"
"""Writes facts whose ids are all different, and locks them in the order in which they are sent: by source and id."""

ROLL_AND_TELL = """
WITH rolled AS (
    INSERT INTO rollup AS r (membership_id, metric_id, day, agent_id, team_id, queue_id, n, sum_value, sum_weight, sum_weighted)
    SELECT c.membership_id, c.metric_id, date '2000-01-01' + c.day, c.agent_id, c.team_id, c.queue_id,
           c.n, c.value, c.weight, c.weighted
    FROM unnest($1::text::integer[], $2::text::integer[], $3::text::integer[], $4::text::integer[], $5::text::integer[],
                $6::text::integer[], $7::text::integer[], $8::text::numeric[], $9::text::numeric[], $10::text::numeric[])
         WITH ORDINALITY
         AS c(membership_id, metric_id, day, agent_id, team_id, queue_id, n, value, weight, weighted, ord)
    JOIN metric ON metric.id = c.metric_id AND metric.combine IN ('sum', 'mean')
    ORDER BY c.ord
    ON CONFLICT (membership_id, metric_id, day, agent_id, team_id, queue_id) DO UPDATE SET
        n = r.n + excluded.n, sum_value = r.sum_value + excluded.sum_value,
        sum_weight = r.sum_weight + excluded.sum_weight, sum_weighted = r.sum_weighted + excluded.sum_weighted
)
INSERT INTO outbox (topic, payload) SELECT 'facts', payload FROM unnest($11::bytea[]) AS payload"""
"""Applies what changed, added up by key and in order of it, to the rollups; and tells scorers."""

DELETE_EMPTIED = """
DELETE FROM rollup r USING (
    SELECT DISTINCT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::integer[])
        AS k(membership_id, metric_id, day, agent_id, team_id, queue_id)
) k
WHERE r.membership_id = k.membership_id AND r.metric_id = k.metric_id AND r.day = date '2000-01-01' + k.day
  AND r.agent_id = k.agent_id AND r.team_id = k.team_id AND r.queue_id = k.queue_id AND r.n = 0"""

_SAME = """({held}.metric_id = s.metric_id AND {held}.agent_id = s.agent_id AND (s.agent_id <> 0 OR {held}.team_id = s.team_id)
     AND {held}.queue_id = s.queue_id AND {held}.at = s.at AND {held}.weight = s.weight
     AND {held}.value IS NOT DISTINCT FROM s.value)"""

# The rows that TAKE did not return: their heads are locked by it, so what is read here stays true until the commit. A table just
# measured as empty must not be joined the other way round, each of its rows against each one sent: OFFSET 0 has each one sent look
# for its own, and what is moved back is picked out, mostly nothing, before any table is gone through for it.
JUDGE_REST = f"""
WITH {_SENT}, judged AS (
    SELECT s.*, s.revision = f.revision AS is_head, coalesce(p.received_at, f.received_at) AS held_received_at,
        CASE WHEN s.revision = f.revision THEN CASE WHEN {_SAME.format(held="f")} THEN 'duplicate' ELSE 'conflict' END
             WHEN p.revision IS NULL THEN 'stale'
             WHEN {_SAME.format(held="p")} THEN 'duplicate' ELSE 'conflict' END AS verdict
    FROM sent s
    JOIN LATERAL (SELECT * FROM fact WHERE source_id = s.source_id AND fact_id = s.fact_id OFFSET 0) f ON true
    LEFT JOIN LATERAL (
        SELECT * FROM fact_superseded WHERE source_id = s.source_id AND fact_id = s.fact_id AND revision = s.revision OFFSET 0
    ) p ON true
), earlier AS MATERIALIZED (
    SELECT source_id, fact_id, revision, is_head, received_at FROM judged
    WHERE verdict = 'duplicate' AND received_at < held_received_at
), stale AS (
    INSERT INTO fact_superseded (source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight,
                                 received_at)
    SELECT source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight, received_at
    FROM judged WHERE verdict = 'stale'
), earlier_head AS (
    UPDATE fact f SET received_at = e.received_at FROM earlier e
    WHERE e.is_head AND f.source_id = e.source_id AND f.fact_id = e.fact_id
), earlier_kept AS (
    UPDATE fact_superseded p SET received_at = e.received_at FROM earlier e
    WHERE NOT e.is_head AND p.source_id = e.source_id AND p.fact_id = e.fact_id AND p.revision = e.revision
)
SELECT array_agg(verdict ORDER BY ord) AS verdicts,
       array_agg(verdict = 'duplicate' AND received_at < held_received_at ORDER BY ord) AS moved_back
FROM judged"""
"""A duplicate that was first received earlier than the held one (it waited in quarantine) moves the receipt back."""

WHERE_REVISIONS_ARE = """
SELECT DISTINCT r.metric_id, (extract(epoch FROM r.at) * 1000000)::bigint AS at_us
FROM unnest($1::integer[], $2::text[]) AS reopened(source_id, fact_id) JOIN LATERAL (
    SELECT metric_id, at, value FROM fact f WHERE f.source_id = reopened.source_id AND f.fact_id = reopened.fact_id
    UNION ALL
    SELECT metric_id, at, value FROM fact_superseded p
    WHERE p.source_id = reopened.source_id AND p.fact_id = reopened.fact_id
) r ON r.value IS NOT NULL"""
"""A statement of its own, after the heads are locked: one that waits for them would not see what was superseded meanwhile."""
