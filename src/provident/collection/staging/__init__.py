"""名单预审 · a roster before its operation: kept, judged against the books, given back.

`upload_roster` keeps the bytes with their SM3; `check_roster` says what is wrong with every
row, in the file and against the books; `error_workbook` gives the roster back with the
reasons.  The operation `collection.open_members` judges the same bytes once more, under its
locks, and takes all of them or none.
"""
