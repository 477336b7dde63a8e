-- title: _("Cases")
-- param: from date required; _("First day")
-- param: until date required; _("Last day")
-- param: school id; _("School")
-- param: class_group id; _("Class")
-- param: disease text; _("Disease")
-- param: centre text; _("Centre")
-- column: infection id; _("Case")
-- column: school id; _("School")
-- column: school_name text; _("School")
-- column: class_group id; _("Class")
-- column: class_name text; _("Class")
-- column: disease id; _("Disease")
-- column: disease_name text; _("Disease")
-- column: status text; _("Status")
-- column: person text; _("Who")
-- column: pupil id; _("Pupil")
-- column: pupil_name text; _("Name")
-- column: onset date; _("First symptoms")
-- column: reported_on date; _("Reported on")
-- column: traced_on date; _("Contacts traced on")
-- column: day date; _("Day")
-- column: contacts integer total; _("Contacts")
-- column: cluster id; _("Cluster")
--
-- Cases reported in the period, refuted ones too. The day is that of the first symptoms where it is known, else the day of
-- the report: the day by which the rule for clusters counts.
SELECT
    i.id AS infection,
    i.school,
    s.name AS school_name,
    i.class_group,
    k.name AS class_name,
    i.disease,
    x.name AS disease_name,
    i.status,
    i.person,
    i.pupil,
    u.last_name || ' ' || u.first_name AS pupil_name,
    i.onset,
    i.reported_on,
    i.traced_on,
    COALESCE (i.onset, i.reported_on) AS day,
    (SELECT count(*) FROM contact c WHERE c.infection = i.id) AS contacts,
    i.cluster
FROM infection i
LEFT JOIN school s ON s.id = i.school
LEFT JOIN class_group k ON k.id = i.class_group
LEFT JOIN disease x ON x.id = i.disease
LEFT JOIN pupil u ON u.id = i.pupil
WHERE i.reported_on BETWEEN :from AND :until
        AND i.origin IS NULL
        AND (:school IS NULL OR i.school = :school)
        AND (:class_group IS NULL OR i.class_group = :class_group)
        AND (:disease IS NULL OR i.disease = (SELECT d.id FROM disease d WHERE d.code = :disease))
        AND (:centre IS NULL OR i.scope = (SELECT s.id FROM scope s WHERE s.name = 'centre:' || :centre))
ORDER BY i.reported_on, s.name, k.name, i.id;
