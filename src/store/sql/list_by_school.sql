-- everybody, in the order of an index
SELECT rank FROM pupil_order ORDER BY school_key, rank LIMIT :limit;
