-- Where a person has worked: what was saved there and comes late waits there.
CREATE TABLE former (
    account BLOB NOT NULL,
    scope TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (account, scope)
) STRICT, WITHOUT ROWID;
