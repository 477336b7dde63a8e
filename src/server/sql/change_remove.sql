-- Takes a record's change away from its old place.
DELETE FROM change_index WHERE scope = :scope AND seq = :seq
