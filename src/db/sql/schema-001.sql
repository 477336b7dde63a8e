-- what every database has beside the kinds: names of scopes, and the calendar that reports join
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
