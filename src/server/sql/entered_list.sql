-- The records of a kind that came with a pupil's file and were not changed since.
SELECT id, rev, @columns@ FROM @table@ WHERE @owner@ = :pupil AND scope = :scope AND seq = :seq ORDER BY id
