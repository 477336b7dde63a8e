-- everybody, in the order of an index, backwards
SELECT rank FROM pupil_order ORDER BY municipality_key DESC, rank DESC LIMIT :limit;
