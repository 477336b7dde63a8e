-- title: _("Pupils behind a coverage figure")
-- param: vaccine text required; _("Vaccine")
-- param: school_year integer required; _("School year")
-- param: on date required; _("On")
-- param: school id; _("School")
-- param: class_group id; _("Class")
-- param: complete integer; _("Complete")
-- param: centre text; _("Centre")
-- column: pupil id; _("Pupil")
-- column: last_name text; _("Surname")
-- column: first_name text; _("First name")
-- column: birth_date date; _("Date of birth")
-- column: class_name text; _("Class")
-- column: given integer; _("Doses given")
-- column: needed integer; _("Doses needed")
-- column: complete integer total; _("Complete")
-- column: last_given date; _("Last dose")
--
-- Whom it counts: pupils enrolled on the day in a class of the school year whose grade is at or above one that the
-- schedule in force on that day names; most doses asked at or below the grade count as needed. Grades without a place in
-- the order (other) are left out. Complete: at least so many different days on or before the day; a vaccination that a
-- later record corrects does not count.
-- complete: 1 for the pupils of the numerator, 0 for the others, left out for all.
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
        AND (:class_group IS NULL OR k.id = :class_group)
        AND (:centre IS NULL OR k.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
        AND n.grade = k.grade
        AND e.class_group = k.id
        AND e.valid_from <= :on
        AND COALESCE (e.valid_until, '9999') >= :on
),
pupil_doses (pupil, class_group, needed, given, last_given) AS (
    SELECT e.pupil, e.class_group, e.doses, count(DISTINCT v.given_on), max(v.given_on)
    FROM enrolled e
    LEFT JOIN vaccination v ON v.pupil = e.pupil
        AND v.vaccine = (SELECT x.id FROM vaccine x WHERE x.code = :vaccine)
        AND v.given_on <= :on
        AND v.id NOT IN (SELECT f.supersedes FROM vaccination f WHERE f.supersedes IS NOT NULL)
    GROUP BY e.pupil, e.class_group, e.doses
),
judged (pupil, class_group, needed, given, complete, last_given) AS (
    SELECT d.pupil, d.class_group, d.needed, d.given, CASE WHEN d.given >= d.needed THEN 1 ELSE 0 END, d.last_given
    FROM pupil_doses d
)
SELECT
    j.pupil,
    u.last_name,
    u.first_name,
    u.birth_date,
    k.name AS class_name,
    j.given,
    CAST (j.needed AS INTEGER) AS needed,
    j.complete,
    j.last_given
FROM judged j
JOIN pupil u ON u.id = j.pupil
JOIN class_group k ON k.id = j.class_group
WHERE :complete IS NULL OR j.complete = :complete
ORDER BY k.name, u.last_name, u.first_name, j.pupil;
