-- pupils that nothing made here hides
SELECT id FROM pupil WHERE scope > 0 AND id NOT IN (SELECT id FROM base_record) ORDER BY id
