-- everybody, in the order of names; an index on the names is narrower than the table
SELECT rank FROM pupil_order INDEXED BY pupil_order_sort_key ORDER BY sort_key, rank LIMIT :limit;
