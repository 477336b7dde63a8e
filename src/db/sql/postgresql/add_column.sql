-- a field that the catalogue has and the table has not
ALTER TABLE @table@ ADD COLUMN @column_definition@;
