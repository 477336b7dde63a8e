print ()
