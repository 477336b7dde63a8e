-- nothing to do: the one writer holds everything
SELECT :number;
