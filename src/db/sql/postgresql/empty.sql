-- a table to be filled: without what making it put there
TRUNCATE @table@;
