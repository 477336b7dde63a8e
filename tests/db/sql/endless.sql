-- ends when interrupted
WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM number;
