-- a table's numbers go on after the last that is there
SELECT setval (pg_get_serial_sequence ('@table@', '@column@'), (SELECT COALESCE (MAX (@column@), 0) + 1 FROM @table@), false)
