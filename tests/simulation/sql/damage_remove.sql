-- and lose it
DELETE FROM pupil WHERE id = :id
