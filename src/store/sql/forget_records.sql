-- a scope that is no longer for this desk
DELETE FROM @table@ WHERE scope = :scope;
