-- the words of a pupil
INSERT INTO pupil_search (rowid, words) VALUES (:rank, :words);
