-- 业务目录 · the registered operations as rows, so that they can be searched and exported.
-- Grain: one operation.  Parameters: operations (JSON array).  Size: tens.  Locks: none.
select r.code, r.business, r.title, r.moves, r.basis, r.posting, r.second, r.who, r.makers,
       r.checkers
  from jsonb_to_recordset(%(operations)s::jsonb)
       as r(code text, business text, title text, moves text, basis text, posting text,
            second text, who text, makers text, checkers text)
