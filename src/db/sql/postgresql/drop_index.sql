-- before a bulk load
DROP INDEX IF EXISTS @index@;
