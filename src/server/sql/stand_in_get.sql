-- What a record stands for.
SELECT original FROM stand_in WHERE id = :id
