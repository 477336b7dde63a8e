-- the pupils of one school or class, a few hundred: sorted on the way
SELECT rank FROM pupil_order
WHERE school = :school AND (:class_group IS NULL OR class_group = :class_group)
ORDER BY CASE :order WHEN 1 THEN birth_date WHEN 2 THEN school_key WHEN 3 THEN class_key WHEN 4 THEN municipality_key ELSE '' END, rank LIMIT :limit;
