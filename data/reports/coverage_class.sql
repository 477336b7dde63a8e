-- title: _("Vaccination coverage by class")
-- param: vaccine text required; _("Vaccine")
-- param: school_year integer required; _("School year")
-- param: on date required; _("On")
-- param: school id; _("School")
-- param: centre text; _("Centre")
-- column: school id; _("School")
-- column: school_name text; _("School")
-- column: class_group id; _("Class")
-- column: class_name text; _("Class")
-- column: grade text; _("Grade")
-- column: numerator integer total; _("Complete")
-- column: denominator integer total; _("Pupils")
-- column: rate percent; _("Coverage")
-- column: target percent; _("Target")
-- column: rule text; _("Rule")
--
-- Whom it counts: pupils enrolled on the day in a class of the school year whose grade is at or above one that the
-- schedule in force on that day names; most doses asked at or below the grade count as needed. Grades without a place in
-- the order (other) are left out. Complete: at least so many different days on or before the day; a vaccination that a
-- later record corrects does not count.
WITH need (grade, doses, source) AS (
    SELECT g.code, max(r.number), max(r.source)
    FROM choice g
    JOIN choice t ON t.kind = g.kind AND t.field = g.field AND t.position <= g.position
    JOIN rule r ON r.rule_table = 'schedule' AND r.rule_key = :vaccine AND r.text = t.code
        AND COALESCE (r.valid_from, '') <= :on
        AND COALESCE (r.valid_until, '9999') >= :on
    WHERE g.kind = 'class_group' AND g.field = 'grade' AND g.code <> 'other'
    GROUP BY g.code
),
-- CROSS JOIN keeps SQLite to this order: from the classes through the index of the enrolments.
enrolled (pupil, school, class_group, doses, source) AS (
    SELECT DISTINCT e.pupil, k.school, k.id, n.doses, n.source
    FROM class_group k
    CROSS JOIN need n
    CROSS JOIN enrolment e
    WHERE k.school_year = :school_year
        AND (:school IS NULL OR k.school = :school)
        AND (:centre IS NULL OR k.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
        AND n.grade = k.grade
        AND e.class_group = k.id
        AND e.valid_from <= :on
        AND COALESCE (e.valid_until, '9999') >= :on
),
pupil_doses (school, class_group, needed, given, source) AS (
    SELECT e.school, e.class_group, e.doses, 
    (
        SELECT count(DISTINCT v.given_on)
        FROM vaccination v
        WHERE v.pupil = e.pupil
            AND v.vaccine = (SELECT x.id FROM vaccine x WHERE x.code = :vaccine)
            AND v.given_on <= :on
            AND v.id NOT IN (SELECT f.supersedes FROM vaccination f WHERE f.supersedes IS NOT NULL)
    ), e.source
    FROM enrolled e
),
per_class (school, class_group, numerator, denominator, source) AS (
    SELECT d.school, d.class_group, sum(CASE WHEN d.given >= d.needed THEN 1 ELSE 0 END), count(*), max(d.source)
    FROM pupil_doses d
    GROUP BY d.school, d.class_group
),
target (percent) AS (
    SELECT r.number
    FROM rule r
    WHERE r.rule_table = 'coverage_target'
        AND r.rule_key IN (:vaccine, 'default')
        AND COALESCE (r.valid_from, '') <= :on
        AND COALESCE (r.valid_until, '9999') >= :on
    ORDER BY CASE r.rule_key WHEN :vaccine THEN 0 ELSE 1 END, COALESCE (r.valid_from, '') DESC
    LIMIT 1
)
SELECT
    p.school,
    s.name AS school_name,
    p.class_group,
    k.name AS class_name,
    k.grade,
    p.numerator,
    p.denominator,
    100.0 * p.numerator / p.denominator AS rate,
    (SELECT t.percent FROM target t) AS target,
    p.source AS rule
FROM per_class p
JOIN class_group k ON k.id = p.class_group
LEFT JOIN school s ON s.id = p.school
LEFT JOIN choice g ON g.kind = 'class_group' AND g.field = 'grade' AND g.code = k.grade
ORDER BY s.name, p.school, g.position, k.name, p.class_group;
