-- Whether an edit ever put a record into another file than the one it was made in; field is a pattern.
SELECT 1 FROM history WHERE id = :id AND kind = :kind AND verb = 'edit' AND new LIKE :field LIMIT 1
