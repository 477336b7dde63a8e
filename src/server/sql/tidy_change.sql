-- Takes a deletion or a departure out of the change index, if it still stands there.
DELETE FROM change_index WHERE scope = :scope AND seq = :seq AND change IN (0, 3)
