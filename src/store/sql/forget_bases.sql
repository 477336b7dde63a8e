-- the same of records with operations on their way
DELETE FROM base_record WHERE scope = :scope;
