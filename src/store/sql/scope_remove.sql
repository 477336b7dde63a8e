-- nothing of a scope is left here
DELETE FROM scope WHERE id = :scope;
