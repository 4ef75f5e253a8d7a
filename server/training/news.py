"""News of this room: exams one is invited to and their results, courses on the plan, practice that was looked at. Help that was
offered is no news: it is found where it is answered."""

NEWS = (
    """
    SELECT 'exam' AS kind, i.invited_at AS at, e.title_zh AS zh, e.title_en AS en, e.code AS key, i.on_day::text AS word
    FROM exam_invitation i JOIN exam e ON e.id = i.exam_id
    WHERE i.agent_id = $1 AND NOT e.withdrawn AND i.invited_at > $2 AND i.invited_at <= $3""",
    """
    SELECT 'exam_result' AS kind, s.marked_at AS at, e.title_zh AS zh, e.title_en AS en, e.code AS key,
      CASE WHEN s.passed THEN 'passed' ELSE 'not_yet' END AS word
    FROM exam_sitting s JOIN exam e ON e.id = s.exam_id
    WHERE s.agent_id = $1 AND NOT s.light AND s.marked_at > $2 AND s.marked_at <= $3""",
    """
    SELECT 'course' AS kind, p.assigned_at AS at, c.title_zh AS zh, c.title_en AS en, c.code AS key, p.due::text AS word
    FROM course_plan p JOIN course c ON c.id = p.course_id
    WHERE p.agent_id = $1 AND NOT p.chosen AND p.withdrawn_at IS NULL AND p.assigned_at > $2 AND p.assigned_at <= $3""",
    """
    SELECT 'practice' AS kind, r.decided_at AS at, r.title AS zh, r.title AS en, '' AS key, r.stage AS word
    FROM practice_record r WHERE r.agent_id = $1 AND r.decided_at > $2 AND r.decided_at <= $3""",
)
