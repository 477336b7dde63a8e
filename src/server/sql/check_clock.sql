-- For each scope: its clock, its first and last change, and how many there are of single records.
SELECT s.name, coalesce(c.seq, 0), coalesce(min(i.seq), 0), coalesce(max(i.seq), 0),
    count(CASE WHEN i.change IN (0, 1) THEN 1 END)
FROM scope s LEFT JOIN scope_clock c ON c.scope = s.id LEFT JOIN change_index i ON i.scope = s.id
GROUP BY s.id, s.name, c.seq ORDER BY s.name
