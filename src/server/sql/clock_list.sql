-- All clocks, for those who wait for changes.
SELECT s.name, c.seq FROM scope_clock c JOIN scope s ON s.id = c.scope ORDER BY s.name
