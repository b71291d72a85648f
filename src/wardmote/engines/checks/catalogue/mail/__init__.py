"""Does mail for the domain arrive, encrypted on its way, and can nobody forge its name?"""
