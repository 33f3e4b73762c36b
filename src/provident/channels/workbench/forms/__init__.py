"""业务表单 · a correct form for every operation, derived from what the operation asks for.

`items` says what a command asks for; `typed` reads what somebody typed back into a command,
`inputs` shows it with every fault beside its input; `layouts` groups the long ones.
"""
