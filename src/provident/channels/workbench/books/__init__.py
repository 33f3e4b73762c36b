"""核算页面 · vouchers, reconciliation and the day: the accountant's pages."""
