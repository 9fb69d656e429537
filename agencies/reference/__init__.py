"""Facts that every installation starts from, as plain data. Rows made from them belong to the administrators."""
