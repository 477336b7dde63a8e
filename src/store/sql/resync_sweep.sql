-- what was not sent again
DELETE FROM @table@ WHERE scope = :scope AND seq = -1;
