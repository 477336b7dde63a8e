-- Where a record stands, without its values.
SELECT scope, seq, rev FROM @table@ WHERE id = :id
