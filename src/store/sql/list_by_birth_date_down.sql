-- everybody, in the order of an index, backwards
SELECT rank FROM pupil_order ORDER BY birth_date DESC, rank DESC LIMIT :limit;
