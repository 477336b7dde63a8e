-- title: _("Records by kind")
-- column: kind text; _("Kind")
-- column: scope text; _("Scope")
-- column: count integer total; _("Number")
--
-- How many records of each kind each scope holds: to compare two databases, or one before and after an import.
WITH record (kind, scope, n) AS (
    SELECT 'municipality', t.scope, count(*) FROM municipality t GROUP BY t.scope
    UNION ALL
    SELECT 'zone', t.scope, count(*) FROM zone t GROUP BY t.scope
    UNION ALL
    SELECT 'centre', t.scope, count(*) FROM centre t GROUP BY t.scope
    UNION ALL
    SELECT 'school', t.scope, count(*) FROM school t GROUP BY t.scope
    UNION ALL
    SELECT 'site', t.scope, count(*) FROM site t GROUP BY t.scope
    UNION ALL
    SELECT 'vaccine', t.scope, count(*) FROM vaccine t GROUP BY t.scope
    UNION ALL
    SELECT 'disease', t.scope, count(*) FROM disease t GROUP BY t.scope
    UNION ALL
    SELECT 'holiday', t.scope, count(*) FROM holiday t GROUP BY t.scope
    UNION ALL
    SELECT 'rule', t.scope, count(*) FROM rule t GROUP BY t.scope
    UNION ALL
    SELECT 'incidence', t.scope, count(*) FROM incidence t GROUP BY t.scope
    UNION ALL
    SELECT 'class_group', t.scope, count(*) FROM class_group t GROUP BY t.scope
    UNION ALL
    SELECT 'pupil', t.scope, count(*) FROM pupil t GROUP BY t.scope
    UNION ALL
    SELECT 'enrolment', t.scope, count(*) FROM enrolment t GROUP BY t.scope
    UNION ALL
    SELECT 'staff_member', t.scope, count(*) FROM staff_member t GROUP BY t.scope
    UNION ALL
    SELECT 'capacity', t.scope, count(*) FROM capacity t GROUP BY t.scope
    UNION ALL
    SELECT 'vaccination', t.scope, count(*) FROM vaccination t GROUP BY t.scope
    UNION ALL
    SELECT 'infection', t.scope, count(*) FROM infection t GROUP BY t.scope
    UNION ALL
    SELECT 'contact', t.scope, count(*) FROM contact t GROUP BY t.scope
    UNION ALL
    SELECT 'cluster', t.scope, count(*) FROM cluster t GROUP BY t.scope
    UNION ALL
    SELECT 'activity', t.scope, count(*) FROM activity t GROUP BY t.scope
    UNION ALL
    SELECT 'review', t.scope, count(*) FROM review t GROUP BY t.scope
)
SELECT r.kind, s.name AS scope, r.n AS count
FROM record r
JOIN scope s ON s.id = r.scope
ORDER BY s.name, r.kind;
