"""资金 · money that arrives: receipts, what stands in 暂收, and the movements of the bank."""
