"""Several processes behind one name: each with a database file of its own, nginx before them."""
