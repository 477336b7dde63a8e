-- The record is back.
DELETE FROM tombstone WHERE kind = :kind AND id = :id
