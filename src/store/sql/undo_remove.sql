-- an operation has been taken back
DELETE FROM undo WHERE at = :at;
