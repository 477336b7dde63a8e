-- one record
DELETE FROM @table@ WHERE id = :id;
