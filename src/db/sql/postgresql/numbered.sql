-- the tables that number their rows, each with the column of the number
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema () AND is_identity = 'YES'
