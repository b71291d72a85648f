"""What can anybody see of a council's domains from outside, since when, and what should change?

Domains are checked every night and on demand; findings have a history; reports of other mail systems are kept as
numbers. Each council is told once what changed, with the fix. The checks themselves are an engine.
"""
