-- what a scope holds before everything is sent again; what operations made here is left alone
UPDATE @table@ SET seq = -1 WHERE scope = :scope AND id NOT IN (SELECT id FROM base_record);
