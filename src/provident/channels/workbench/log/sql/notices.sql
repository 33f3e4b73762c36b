-- 收到的通知 · every notice of the bank as it came, with how many of its movements were new.
-- Grain: one notice.  Parameters: none.
-- Size: hundreds to thousands a day; read by page, newest first by notice_frame_pkey.
-- Locks: none.
select n.id, n.received_at, (n.received_at at time zone 'Asia/Shanghai')::date as received_on,
       n.sender_seq_no, n.rows_total, n.rows_new, n.rows_total - n.rows_new as rows_known
  from notice_frame n
