-- title: _("Workload by week")
-- param: from date required; _("First day")
-- param: until date required; _("Last day")
-- param: centre text; _("Centre")
-- param: staff_member id; _("Staff member")
-- param: function text; _("Function")
-- column: week text; _("Week")
-- column: week_start date; _("Monday")
-- column: function text; _("Function")
-- column: staff_member id; _("Staff member")
-- column: staff_name text; _("Name")
-- column: minutes integer total; _("Minutes")
-- column: hours hours total; _("Hours")
-- column: available_hours hours total; _("Available hours")
-- column: fte real; _("FTE")
-- column: load percent; _("Load")
--
-- Registered minutes against capacity. A full-timer has hours_fte_year / 52 hours in a week, a fifth of that on each of
-- its first five days: a week cut off by the period, or by a capacity that begins or ends in it, counts for its days alone.
-- FTE of different weeks make no sum, so that column has no total.
-- Capacity stands in the row of the function the staff member has; work done in another function has its own row.
WITH day_hours (day, week, week_start, hours) AS (
    SELECT c.day, c.week, c.week_start, max(CASE WHEN (SELECT count(*) FROM calendar k WHERE k.day BETWEEN c.week_start AND c.day) <= 5 THEN r.number / 260.0 ELSE 0 END)
    FROM calendar c
    LEFT JOIN rule r ON r.rule_table = 'workload' AND r.rule_key = 'hours_fte_year'
        AND COALESCE (r.valid_from, '') <= c.day
        AND COALESCE (r.valid_until, '9999') >= c.day
        AND NOT EXISTS (
            SELECT 1 FROM rule n
            WHERE n.rule_table = 'workload' AND n.rule_key = 'hours_fte_year'
                AND n.valid_from > COALESCE (r.valid_from, '')
                AND n.valid_from <= c.day
                AND COALESCE (n.valid_until, '9999') >= c.day)
    WHERE c.day BETWEEN :from AND :until
    GROUP BY c.day, c.week, c.week_start
),
week_hours (week, week_start, hours) AS (
    SELECT d.week, d.week_start, sum(d.hours) FROM day_hours d GROUP BY d.week, d.week_start
),
staff (id, function, name) AS (
    SELECT m.id, m.function, m.last_name || COALESCE (' ' || m.first_name, '')
    FROM staff_member m
    WHERE (:staff_member IS NULL OR m.id = :staff_member)
        AND (:centre IS NULL OR m.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
),
-- CROSS JOIN keeps SQLite to this order, in which the index gives the rows of a group one after the other.
done_on (staff_member, function, day, minutes) AS (
    SELECT m.id, a.function, a.performed_on, sum(a.minutes)
    FROM staff_member m
    CROSS JOIN activity a
    WHERE a.staff_member = m.id
        AND a.performed_on BETWEEN :from AND :until
        AND a.origin IS NULL
        AND (:staff_member IS NULL OR m.id = :staff_member)
    GROUP BY m.id, a.performed_on, a.function
),
part (week, function, staff_member, minutes, available) AS (
    SELECT d.week, COALESCE (o.function, s.function), s.id, sum(o.minutes), 0.0
    FROM done_on o
    JOIN staff s ON s.id = o.staff_member
    JOIN day_hours d ON d.day = o.day
    GROUP BY d.week, COALESCE (o.function, s.function), s.id
    UNION ALL
    SELECT d.week, s.function, s.id, 0, sum(y.fte * d.hours)
    FROM staff s
    JOIN capacity y ON y.staff_member = s.id
    JOIN day_hours d ON d.day BETWEEN y.valid_from AND COALESCE (y.valid_until, '9999')
    GROUP BY d.week, s.function, s.id
)
SELECT
    p.week,
    w.week_start,
    p.function,
    p.staff_member,
    s.name AS staff_name,
    sum(p.minutes) AS minutes,
    sum(p.minutes) / 60.0 AS hours,
    sum(p.available) AS available_hours,
    sum(p.minutes) / 60.0 / NULLIF(w.hours, 0) AS fte,
    CASE WHEN sum(p.available) > 0 THEN 100.0 * sum(p.minutes) / 60.0 / sum(p.available) END AS load
FROM part p
JOIN week_hours w ON w.week = p.week
JOIN staff s ON s.id = p.staff_member
WHERE :function IS NULL OR p.function = :function
GROUP BY p.week, w.week_start, w.hours, p.function, p.staff_member, s.name
ORDER BY w.week_start, p.function, s.name, p.staff_member;
