-- A file that had come to a scope leaves it.
DELETE FROM change_index WHERE id = :pupil AND scope = :scope AND change = 2
