"""The imaging studies of the sample's people, and the files that do not belong among them."""
