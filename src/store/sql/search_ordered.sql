-- who has all the words, in another order, or in one school or class
SELECT o.rank FROM pupil_search s JOIN pupil_order o ON o.rank = s.rowid
WHERE s.pupil_search MATCH :words AND (:school IS NULL OR o.school = :school) AND (:class_group IS NULL OR o.class_group = :class_group)
ORDER BY CASE :order WHEN 1 THEN birth_date WHEN 2 THEN school_key WHEN 3 THEN class_key WHEN 4 THEN municipality_key ELSE '' END, o.rank LIMIT :limit;
