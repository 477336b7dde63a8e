-- one day
INSERT INTO calendar (day, week, week_start, month, school_year)
VALUES (:day, :week, :week_start, :month, :school_year);
