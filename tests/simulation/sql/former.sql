-- a person has worked in a scope
INSERT INTO former (account, scope, until) VALUES (:account, :scope, 0) ON CONFLICT (account, scope) DO NOTHING;
