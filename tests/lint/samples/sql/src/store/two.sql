-- Two statements; this is no statement.
SELECT id FROM pupil;
DELETE FROM pupil;
