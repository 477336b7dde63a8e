-- readers go on while one writes; the log is cut back after a bulk load; what is deleted is overwritten
PRAGMA journal_mode = WAL;
PRAGMA journal_size_limit = 16777216;
PRAGMA secure_delete = ON;
