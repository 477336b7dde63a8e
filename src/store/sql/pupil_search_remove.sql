-- the words of a pupil
DELETE FROM pupil_search WHERE rowid = :rank;
