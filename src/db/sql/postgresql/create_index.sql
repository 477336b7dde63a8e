-- an index of a kind
CREATE INDEX IF NOT EXISTS @index@ ON @table@ (@index_columns@);
