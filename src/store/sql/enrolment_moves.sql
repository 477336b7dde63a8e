-- the pupils whose enrolment begins or ends between two days
SELECT DISTINCT pupil FROM enrolment
WHERE (valid_from > :since AND valid_from <= :today) OR (valid_until >= :since AND valid_until < :today);
