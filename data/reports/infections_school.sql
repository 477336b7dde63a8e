-- title: _("Cases by school and class")
-- param: from date required; _("First day")
-- param: until date required; _("Last day")
-- param: school id; _("School")
-- param: class_group id; _("Class")
-- param: disease text; _("Disease")
-- param: centre text; _("Centre")
-- column: school id; _("School")
-- column: school_name text; _("School")
-- column: class_group id; _("Class")
-- column: class_name text; _("Class")
-- column: cases integer total; _("Cases")
-- column: pupils integer total; _("Pupils")
-- column: others integer total; _("Others")
-- column: high_risk integer total; _("High risk")
-- column: low_risk integer total; _("Low risk")
-- column: first_day date; _("First reported")
-- column: last_day date; _("Last reported")
--
-- Cases reported in the period that are not refuted, and their contacts. A case without a class has its own row.
WITH found (id, school, class_group, person, reported_on) AS (
    SELECT i.id, i.school, i.class_group, i.person, i.reported_on
    FROM infection i
    WHERE i.reported_on BETWEEN :from AND :until
        AND i.status <> 'refuted'
        AND i.origin IS NULL
        AND (:school IS NULL OR i.school = :school)
        AND (:class_group IS NULL OR i.class_group = :class_group)
        AND (:disease IS NULL OR i.disease = (SELECT d.id FROM disease d WHERE d.code = :disease))
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
),
near (infection, high_risk, low_risk) AS (
    SELECT
        c.infection,
        sum(CASE WHEN c.risk = 'high' THEN 1 ELSE 0 END),
        sum(CASE WHEN c.risk = 'low' THEN 1 ELSE 0 END)
    FROM found f
    JOIN contact c ON c.infection = f.id
    GROUP BY c.infection
)
SELECT
    f.school,
    s.name AS school_name,
    f.class_group,
    k.name AS class_name,
    count(*) AS cases,
    sum(CASE WHEN f.person = 'pupil' THEN 1 ELSE 0 END) AS pupils,
    sum(CASE WHEN f.person = 'pupil' THEN 0 ELSE 1 END) AS others,
    sum(COALESCE (n.high_risk, 0)) AS high_risk,
    sum(COALESCE (n.low_risk, 0)) AS low_risk,
    min(f.reported_on) AS first_day,
    max(f.reported_on) AS last_day
FROM found f
LEFT JOIN near n ON n.infection = f.id
LEFT JOIN school s ON s.id = f.school
LEFT JOIN class_group k ON k.id = f.class_group
GROUP BY f.school, s.name, f.class_group, k.name
ORDER BY s.name, f.school, k.name, f.class_group;
