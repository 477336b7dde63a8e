-- the table of one kind
CREATE TABLE @table@ (
    id BLOB NOT NULL PRIMARY KEY,
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    @column_definitions@
) STRICT, WITHOUT ROWID;
