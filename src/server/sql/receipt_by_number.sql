-- The operation to which a device gave this number.
SELECT op FROM receipt WHERE device = :device AND n = :n
