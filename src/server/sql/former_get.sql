-- Whether somebody has worked in a scope.
SELECT 1 FROM former WHERE account = :account AND scope = :scope
