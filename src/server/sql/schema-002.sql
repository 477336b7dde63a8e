-- Which run of the server gave out which numbers: who has seen one that another run gave out knows more than this database.
CREATE TABLE lineage (
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL, -- the first of the run
    run INTEGER NOT NULL,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- What an operation said, as a hash.
ALTER TABLE receipt ADD COLUMN digest BLOB;
