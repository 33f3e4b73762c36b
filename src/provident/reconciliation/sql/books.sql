-- 三账 · the balances of the fund at the end of a day, from business documents and from the
-- ledger's lines.
-- Grain: one row.  Parameters: day, member_gl, unallocated_gl, suspense_gl.  Locks: none.
with gl as materialized (
    select gl_account, sum(case side when 'C' then amount else -amount end) as balance
      from ledger.line where business_date <= %(day)s group by gl_account),
open_holds as (
    select h.id from ledger.hold h
      left join operation o on o.number = h.ended_by
     where h.business_date <= %(day)s and (o.number is null or o.business_date > %(day)s))
select (select coalesce(sum(direction * members_total), 0.00) from list_credit
         where business_date <= %(day)s)
       + (select coalesce(sum(interest), 0.00) from ledger.interest_settled where settled_on <= %(day)s)
           as members_business,
       coalesce((select balance from gl where gl_account = %(member_gl)s), 0.00) as members_finance,
       (select coalesce(sum(amount), 0.00) from unallocated_move where business_date <= %(day)s)
           as unallocated_business,
       coalesce((select balance from gl where gl_account = %(unallocated_gl)s), 0.00)
           as unallocated_finance,
       (select coalesce(sum(amount), 0.00) from suspense_item
         where business_date <= %(day)s and (ended_on is null or ended_on > %(day)s))
           as suspense_business,
       coalesce((select balance from gl where gl_account = %(suspense_gl)s), 0.00) as suspense_finance,
       (select coalesce(sum(i.amount), 0.00) from instruction i join open_holds h on h.id = i.hold_id)
           as held_business,
       (select coalesce(sum(l.principal), 0.00) from ledger.hold_line l join open_holds h
            on h.id = l.hold_id) as held_finance
