"""What is wrong with which software, who runs it, and how soon should they act?

Readers turn documents of many kinds into `facts.Advisory`; `names` and `versions` know how products and versions are
written; matching joins advisories with an inventory; deciding gives a priority and a date. Bytes and frozen values go
in, frozen values come out: no network, no clock, no database.
"""
