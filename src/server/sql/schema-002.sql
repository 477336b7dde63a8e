-- Which run of the server gave out which numbers: who has seen one that another run gave out knows more than this database.
CREATE TABLE lineage (
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL, -- the first of the run
    run INTEGER NOT NULL,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- What an operation said, as a hash.
ALTER TABLE receipt ADD COLUMN digest BLOB;

-- Parked operations on a record that is not here (yet).
CREATE TABLE waiting (
    op BLOB PRIMARY KEY,
    id BLOB NOT NULL,
    review BLOB NOT NULL,
    account BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_id ON waiting (id);
