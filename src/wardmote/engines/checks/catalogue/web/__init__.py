"""Is the website encrypted, does it protect its visitors, and does it show no more than it should?"""
