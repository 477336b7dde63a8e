-- everybody, in the order of names, backwards
SELECT rank FROM pupil_order INDEXED BY pupil_order_sort_key ORDER BY sort_key DESC, rank DESC LIMIT :limit;
