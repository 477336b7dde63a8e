-- Records whose reference points to nothing, or out of its scope.
SELECT count(*), min(t.id)
FROM @table@ t LEFT JOIN @target@ r ON r.id = t.@field@
WHERE t.@field@ IS NOT NULL AND (r.id IS NULL OR (r.scope <> t.scope AND r.scope <> :reference))
