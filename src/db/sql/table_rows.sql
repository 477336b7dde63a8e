-- a table as it is, to copy it
SELECT @columns@ FROM @table@
