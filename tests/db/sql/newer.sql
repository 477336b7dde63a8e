-- what a program of the future leaves
UPDATE schema_version SET version = 1000 WHERE part = :text;
