-- rows of a table go, in the form they came in
COPY @table@ (@columns@) TO STDOUT (FORMAT binary)
