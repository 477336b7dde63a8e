-- the operations that can be taken back
SELECT at, body FROM undo;
