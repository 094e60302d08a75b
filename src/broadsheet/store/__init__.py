"""The catalog: the only room with SQL. Functions take an open connection; `database` opens them."""
