-- who has all the words, in the order of names
SELECT rowid FROM pupil_search WHERE pupil_search MATCH :words ORDER BY rowid LIMIT :limit;
