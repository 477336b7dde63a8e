-- what a scope held before it began anew and was not named since
SELECT id FROM @table@ WHERE scope = :scope AND seq <= :seq AND seq > 0;
