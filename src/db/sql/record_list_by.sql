-- the records with one value in one field
SELECT id, scope, seq, rev, @columns@ FROM @table@ WHERE @field@ = :value ORDER BY id;
