"""What leaves the house: bag, report, check, verification."""
