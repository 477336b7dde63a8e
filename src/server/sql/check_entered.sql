-- Records of a kind whose place is that of the file with which they came.
SELECT count(*) FROM @table@ t JOIN change_index c ON c.scope = t.scope AND c.seq = t.seq AND c.change = 2
