-- the first read of the file: fails when the key is not its key
SELECT count(*) FROM sqlite_schema;
