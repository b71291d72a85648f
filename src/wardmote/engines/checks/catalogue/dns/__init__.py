"""Is the domain itself in order: its delegation, its signatures and the names below it?"""
