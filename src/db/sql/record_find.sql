-- the record that the key fields name
SELECT id FROM @table@ WHERE @key_condition@ AND scope = :scope ORDER BY id LIMIT 1;
