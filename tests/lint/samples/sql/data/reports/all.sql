-- All columns.
SELECT p.* FROM pupil AS p
