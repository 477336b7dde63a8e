-- title: _("Epidemic curve")
-- param: from date required; _("First day")
-- param: until date required; _("Last day")
-- param: school id; _("School")
-- param: class_group id; _("Class")
-- param: disease text; _("Disease")
-- param: centre text; _("Centre")
-- column: day date; _("Day")
-- column: school id; _("School")
-- column: school_name text; _("School")
-- column: class_group id; _("Class")
-- column: class_name text; _("Class")
-- column: reported integer total; _("Reported")
-- column: onset integer total; _("First symptoms")
--
-- Cases that are not refuted, once on the day they were reported and, where it is known, once on the day of the first
-- symptoms. Days without a case have no row.
WITH event (day, school, class_group, reported, onset) AS (
    SELECT i.reported_on, i.school, i.class_group, 1, 0
    FROM infection i
    WHERE i.reported_on BETWEEN :from AND :until
        AND i.status <> 'refuted'
        AND i.origin IS NULL
        AND (:school IS NULL OR i.school = :school)
        AND (:class_group IS NULL OR i.class_group = :class_group)
        AND (:disease IS NULL OR i.disease = (SELECT d.id FROM disease d WHERE d.code = :disease))
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
    UNION ALL
    SELECT i.onset, i.school, i.class_group, 0, 1
    FROM infection i
    WHERE i.onset BETWEEN :from AND :until
        AND i.status <> 'refuted'
        AND i.origin IS NULL
        AND (:school IS NULL OR i.school = :school)
        AND (:class_group IS NULL OR i.class_group = :class_group)
        AND (:disease IS NULL OR i.disease = (SELECT d.id FROM disease d WHERE d.code = :disease))
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
)
SELECT
    e.day,
    e.school,
    s.name AS school_name,
    e.class_group,
    k.name AS class_name,
    sum(e.reported) AS reported,
    sum(e.onset) AS onset
FROM event e
LEFT JOIN school s ON s.id = e.school
LEFT JOIN class_group k ON k.id = e.class_group
GROUP BY e.day, e.school, s.name, e.class_group, k.name
ORDER BY e.day, s.name, e.school, k.name, e.class_group;
