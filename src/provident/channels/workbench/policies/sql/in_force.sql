-- 现行政策的清单 · the parameters of the policy library as rows, so that they can be searched,
-- sorted and exported like every other list.
-- Grain: one parameter.  Parameters: cards (JSON array).  Size: some hundreds.  Locks: none.
select r.code, r.business, r.title, r.rule, r.whole, r.since, r.until, r.basis, r.state,
       r.next_on, r.confidence
  from jsonb_to_recordset(%(cards)s::jsonb)
       as r(code text, business text, title text, rule text, whole text, since date,
            until date, basis text, state text, next_on date, confidence text)
