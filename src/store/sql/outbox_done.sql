-- the operations whose effect the cursor of a scope has reached
SELECT n FROM outbox WHERE outcome IS NOT NULL AND (scope IS NULL OR (scope = :scope AND seq <= :seq)) ORDER BY n;
