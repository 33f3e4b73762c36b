"""渠道 · channels: how people and programs reach the business from outside."""
