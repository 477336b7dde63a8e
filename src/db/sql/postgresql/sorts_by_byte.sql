-- whether texts are compared byte by byte
SELECT CASE WHEN datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') AND pg_encoding_to_char (encoding) = 'UTF8' THEN 1 ELSE 0 END
FROM pg_database
WHERE datname = current_database ();
