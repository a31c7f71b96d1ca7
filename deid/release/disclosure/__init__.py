"""Before data leave the house: the gate, the register, and the papers that are generated from what was done."""
