-- the columns of a table in order; no row when there is no such table
SELECT name FROM pragma_table_info (:table) ORDER BY cid;
