-- Begins a new import.
DELETE FROM import_mark;
