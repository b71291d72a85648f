"""How are bytes that strangers wrote turned into values: in flat memory, within limits, and never into markup?"""
