-- what a list shows of one pupil
SELECT pupil, name, birth_date, national_number, school_name, class_name, municipality_name FROM pupil_order WHERE rank = :rank;
