-- a scope, unless it is there
INSERT INTO scope (name) VALUES (:name) ON CONFLICT (name) DO NOTHING;
