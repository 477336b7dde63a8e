-- What a line of the stream shows of one record.
SELECT rev, @columns@ FROM @table@ WHERE id = :id
