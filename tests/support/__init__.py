"""What tests share: where things lie, ways through the press, checkers of their own, and faults to plant."""
