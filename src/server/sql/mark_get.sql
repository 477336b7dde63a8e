-- The line that noted a record first.
SELECT line FROM import_mark WHERE id = :id;
