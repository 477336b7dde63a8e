-- what was deleted leaves no words to search by, and no pages beside the file
INSERT INTO pupil_search (pupil_search) VALUES ('optimize');
PRAGMA wal_checkpoint (TRUNCATE);
