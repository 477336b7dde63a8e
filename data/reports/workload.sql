-- title: _("Workload by source")
-- param: from date required; _("First day")
-- param: until date required; _("Last day")
-- param: centre text; _("Centre")
-- column: source text; _("Source")
-- column: person text; _("Who")
-- column: count integer; _("Number")
-- column: minutes_each real; _("Minutes each")
-- column: hours hours total; _("Hours")
-- column: fte_years real total; _("FTE-years")
-- column: fte_period real total; _("FTE in this period")
-- column: rule text; _("Rule")
--
-- One row per source of work, kind of person and rule in force on the day. Work of a day without a rule has a
-- number but no hours. A tracing is a case whose contacts were traced in the period; a high-risk contact belongs to
-- such a case. A full-timer works hours_fte_year / 52 hours in the first five
-- days of a week. Cases, contacts and activities make no sum, so that column has no total.
WITH day_rule (day, rule_key, number, source) AS (
    SELECT c.day, r.rule_key, r.number, r.source
    FROM calendar c
    JOIN rule r ON r.rule_table = 'workload'
        AND COALESCE (r.valid_from, '') <= c.day
        AND COALESCE (r.valid_until, '9999') >= c.day
    WHERE c.day BETWEEN :from AND :until
        AND NOT EXISTS (
            SELECT 1 FROM rule n
            WHERE n.rule_table = 'workload' AND n.rule_key = r.rule_key
                AND n.valid_from > COALESCE (r.valid_from, '')
                AND n.valid_from <= c.day
                AND COALESCE (n.valid_until, '9999') >= c.day)
),
period (days) AS (
    SELECT count(*)
    FROM calendar c
    WHERE c.day BETWEEN :from AND :until
        AND (SELECT count(*) FROM calendar k WHERE k.day BETWEEN c.week_start AND c.day) <= 5
),
work (source, place, rule_key, person, day, n, minutes) AS (
    SELECT 'contact_tracing', 1, 'minutes_contact_tracing', i.person, i.traced_on, count(*), CAST(NULL AS INTEGER)
    FROM infection i
    WHERE i.traced_on BETWEEN :from AND :until
        AND i.origin IS NULL
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
    GROUP BY i.person, i.traced_on
    UNION ALL
    SELECT 'high_risk_contact', 2, 'minutes_high_risk_contact', c.person, i.traced_on, count(*), CAST(NULL AS INTEGER)
    FROM infection i
    JOIN contact c ON c.infection = i.id
    WHERE i.traced_on BETWEEN :from AND :until
        AND i.origin IS NULL
        AND c.risk = 'high'
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
    GROUP BY c.person, i.traced_on
    UNION ALL
    SELECT 'activity', 3, NULL, NULL, a.performed_on, count(*), sum(a.minutes)
    FROM activity a
    WHERE a.performed_on BETWEEN :from AND :until
        AND a.origin IS NULL
        AND (:centre IS NULL OR a.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
    GROUP BY a.performed_on
),
rated (source, place, person, n, minutes_each, hours, year_hours, rule) AS (
    SELECT w.source, w.place, w.person, w.n, m.number, COALESCE (w.minutes, w.n * m.number) / 60.0, y.number, m.source
    FROM work w
    LEFT JOIN day_rule m ON m.day = w.day AND m.rule_key = w.rule_key
    LEFT JOIN day_rule y ON y.day = w.day AND y.rule_key = 'hours_fte_year'
)
SELECT
    r.source,
    r.person,
    sum(r.n) AS count,
    r.minutes_each,
    sum(r.hours) AS hours,
    sum(r.hours) / r.year_hours AS fte_years,
    sum(r.hours) / NULLIF(r.year_hours / 260.0 * p.days, 0) AS fte_period,
    r.rule
FROM rated r
CROSS JOIN period p
GROUP BY r.place, r.source, r.person, r.minutes_each, r.year_hours, r.rule, p.days
ORDER BY r.place, r.person, r.minutes_each;
