-- the names that pupils are ordered by
SELECT id, first_name, last_name FROM pupil;
