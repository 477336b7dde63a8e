-- the last operation that can be taken back
SELECT at, body FROM undo ORDER BY at DESC LIMIT 1;
