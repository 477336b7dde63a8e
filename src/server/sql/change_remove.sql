-- Takes a record's own change away from its old place; that of a file stays, the rest of the file needs it.
DELETE FROM change_index WHERE scope = :scope AND seq = :seq AND id = :id AND change <> 2
