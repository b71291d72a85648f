"""Which of two versions is the later one, in each scheme?"""
