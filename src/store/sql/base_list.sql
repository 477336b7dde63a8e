-- the records with operations on their way
SELECT id FROM base_record;
