"""How are products named by machines? CPE 2.3 (NISTIR 7695, 7696) and package URLs."""
