-- what every database has beside the kinds: names of scopes, and two tables that reports join
CREATE TABLE scope (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE calendar (
    day TEXT NOT NULL PRIMARY KEY,
    week TEXT NOT NULL,           -- ISO week, 2020-W36
    week_start TEXT NOT NULL,     -- its Monday
    month TEXT NOT NULL,          -- 2020-09
    school_year INTEGER NOT NULL  -- the year it starts in
) STRICT, WITHOUT ROWID;

-- The order of the codes that a field can hold, from the catalogue.
CREATE TABLE choice (
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (kind, field, code)
) STRICT, WITHOUT ROWID;
