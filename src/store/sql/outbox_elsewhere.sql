-- answered operations of a scope
SELECT n FROM outbox WHERE outcome IS NOT NULL AND scope = :scope ORDER BY n;
