-- nothing can be taken back any more
DELETE FROM undo;
