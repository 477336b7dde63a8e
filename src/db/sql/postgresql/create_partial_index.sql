-- an index of a column that is mostly empty
CREATE INDEX IF NOT EXISTS @index@ ON @table@ (@index_columns@) WHERE @index_columns@ IS NOT NULL;
