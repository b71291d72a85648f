"""What does a council run: which services for its people, on which systems?

Other rooms point at what stands here. The room says what there is; it never says how well it is kept.
"""
