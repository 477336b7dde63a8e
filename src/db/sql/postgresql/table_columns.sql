-- the columns of a table in order; no row when there is no such table
SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema () AND table_name = :table ORDER BY ordinal_position;
