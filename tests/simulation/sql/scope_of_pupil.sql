-- the scope that a pupil is in
SELECT s.name FROM pupil p JOIN scope s ON s.id = p.scope WHERE p.id = :id;
