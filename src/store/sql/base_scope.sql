-- the scope of a record with operations on their way, when the server has the record
SELECT s.name FROM base_record b JOIN scope s ON s.id = b.scope WHERE b.id = :id;
