-- rows of a table come, in PostgreSQL's binary form
COPY @table@ (@columns@) FROM STDIN (FORMAT binary)
