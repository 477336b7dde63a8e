-- title: _("Periods with data")
-- column: kind text; _("Kind")
-- column: school_year integer; _("School year")
-- column: first_day date; _("First day")
-- column: last_day date; _("Last day")
-- column: count integer total; _("Number")
--
-- From when until when each kind of work was recorded, by school year: a screen that would be empty today can show the
-- last period that is not. Classes have the days of their school year.
WITH event (kind, day, n) AS (
    SELECT 'infection', i.reported_on, count(*) FROM infection i WHERE i.origin IS NULL GROUP BY i.reported_on
    UNION ALL
    SELECT 'activity', a.performed_on, count(*) FROM activity a WHERE a.origin IS NULL GROUP BY a.performed_on
),
dated (kind, school_year, day, n) AS (
    SELECT
        e.kind,
        CAST (substr (e.day, 1, 4) AS INTEGER) - CASE WHEN substr (e.day, 6, 2) < '09' THEN 1 ELSE 0 END,
        e.day,
        e.n
    FROM event e
)
SELECT d.kind, d.school_year, min(d.day) AS first_day, max(d.day) AS last_day, sum(d.n) AS count
FROM dated d
GROUP BY d.kind, d.school_year
UNION ALL
SELECT 'class_group', k.school_year, k.school_year || '-09-01', (k.school_year + 1) || '-08-31', count(*)
FROM class_group k
GROUP BY k.school_year
ORDER BY 1, 2;
