-- The pupil with a national number, in whichever centre.
SELECT p.id, s.name FROM pupil p JOIN scope s ON s.id = p.scope WHERE p.national_number = :number ORDER BY p.id LIMIT 1
