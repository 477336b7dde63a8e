-- a scope begins anew
DELETE FROM cursor WHERE scope = :scope;
