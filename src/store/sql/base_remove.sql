-- a record has no operations on their way
DELETE FROM base_record WHERE id = :id;
