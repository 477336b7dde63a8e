-- what lists show of a pupil: the enrolment of today, else the last one before, else the first one after
SELECT p.id, p.first_name, p.last_name, p.birth_date, p.national_number, m.id, m.name, s.id, s.name, s.city, c.id, c.name, c.grade
FROM pupil p
LEFT JOIN municipality m ON m.id = p.municipality
LEFT JOIN enrolment e ON e.id = (
    SELECT x.id FROM enrolment x WHERE x.pupil = p.id
    ORDER BY CASE WHEN x.valid_from <= :today AND (x.valid_until IS NULL OR x.valid_until >= :today) THEN 0
                  WHEN x.valid_from <= :today THEN 1 ELSE 2 END,
             CASE WHEN x.valid_from <= :today THEN x.valid_from END DESC, x.valid_from, x.id
    LIMIT 1)
LEFT JOIN school s ON s.id = e.school
LEFT JOIN class_group c ON c.id = e.class_group
WHERE p.id BETWEEN :from AND :to
ORDER BY p.id;
