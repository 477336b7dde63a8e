-- the table of one kind
CREATE TABLE @table@ (
    id BYTEA NOT NULL PRIMARY KEY,
    scope BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    @column_definitions@
);
