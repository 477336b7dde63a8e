-- only the last fifty
DELETE FROM undo WHERE at <= (SELECT MAX(at) FROM undo) - 50;
