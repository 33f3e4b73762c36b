-- 积数分段 · each product that was frozen at a rate change equals the sum over the holder's lines
-- of amount × days inside the segment.
-- Grain: one row a holder and boundary that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.  Without a rate change in the interest year there is nothing to read.
with boundary as (
    select on_date, lag(on_date, 1, date '1900-01-01') over (order by on_date) as since
      from ledger.rate_boundary),
frozen as (
    select h.id, h.owner, h.normal_side, b.on_date,
           greatest(b.since, (h.interest_until - interval '1 year')::date) as since
      from boundary b
      join ledger.holder h
        on h.bears_interest and b.on_date < h.interest_until
       and b.on_date > h.interest_until - interval '1 year'
       and (h.closed_on is null or h.closed_on >= b.on_date)),
lines as (
    select f.id, f.on_date,
           sum(case when l.side = f.normal_side then l.amount else -l.amount end
               * (f.on_date - greatest(l.value_date, f.since))) as product
      from frozen f
      join ledger.line l on l.holder_id = f.id and l.value_date < f.on_date
     group by f.id, f.on_date)
select f.id, f.owner, f.on_date, coalesce(s.product, 0) as product,
       coalesce(l.product, 0) as from_lines
  from frozen f
  left join lines l on l.id = f.id and l.on_date = f.on_date
  left join ledger.product_segment s on s.holder_id = f.id and s.boundary = f.on_date
 where coalesce(s.product, 0) <> coalesce(l.product, 0)
 limit %(limit)s
