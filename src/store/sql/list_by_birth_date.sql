-- everybody, in the order of an index
SELECT rank FROM pupil_order ORDER BY birth_date, rank LIMIT :limit;
