-- Where a deleted record stood.
SELECT scope, seq, rev FROM tombstone WHERE kind = :kind AND id = :id
