-- one day
SELECT week, week_start, month, school_year FROM calendar WHERE day = :text;
