"""Tables in and out: files read without harm, resources with Vietnamese columns, a report by row and column."""
