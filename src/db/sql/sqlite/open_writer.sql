-- readers go on while one writes; the log is cut back after a bulk load
PRAGMA journal_mode = WAL;
PRAGMA journal_size_limit = 16777216;
