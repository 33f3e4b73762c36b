-- 发出的报文 · every request of ours to the settlement platform, and what came back.
-- Grain: one message.  Parameters: kinds (transaction code → name as JSON).
-- Size: hundreds to thousands a day; read by page, newest first by wire_message_pkey.
-- Locks: none.
select w.id, w.seq_no, w.tx_code, coalesce(%(kinds)s::jsonb ->> w.tx_code, w.tx_code) as kind,
       w.node, w.sent_on, w.sent_at, w.state, w.return_code, w.return_message
  from wire_message w
