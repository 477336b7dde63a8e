-- the records of a kind in a scope that the server has as they stand here
SELECT id, rev, @columns@ FROM @table@ WHERE scope = :scope AND id NOT IN (SELECT id FROM base_record)
