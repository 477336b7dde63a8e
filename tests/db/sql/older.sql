-- takes a database back to what an older catalogue made: a field, a kind and an index fewer
DROP INDEX infection_traced_on;
ALTER TABLE pupil DROP COLUMN email;
DROP TABLE incidence;
DELETE FROM choice WHERE kind = 'pupil';
UPDATE schema_version SET version = 0 WHERE part = 'catalogue';
