-- how many rows
SELECT count(*) FROM note;
