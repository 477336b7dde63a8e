-- a pupil's place and what lists show
INSERT INTO pupil_order (rank, pupil, sort_key, name, birth_date, national_number, school, school_name, school_key, class_group, class_name, class_key, municipality_name, municipality_key)
VALUES (:rank, :pupil, :sort_key, :name, :birth_date, :national_number, :school, :school_name, :school_key, :class_group, :class_name, :class_key, :municipality_name, :municipality_key);
