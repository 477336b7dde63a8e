-- One pupil.
SELECT id FROM pupil
