"""模拟城市 · a synthetic city that lives one month through the real system.

Seeded people and employers, the operations and the bank peer they use, and an auditor of
its own who knows only what was ordered and what the bank answered.
"""
