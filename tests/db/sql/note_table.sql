-- a table to write in
CREATE TABLE note (name TEXT UNIQUE, text TEXT) STRICT;
