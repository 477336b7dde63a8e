-- where a value is or was that no desk wrote
SELECT (SELECT count(*) FROM pupil WHERE last_name = :value OR phone = :value) +
    (SELECT count(*) FROM zone WHERE name = :value) +
    (SELECT count(*) FROM history WHERE old LIKE '%"' || :value || '"%' OR new LIKE '%"' || :value || '"%');
