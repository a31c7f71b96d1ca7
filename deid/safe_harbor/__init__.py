"""Finding the 18 identifiers: numbers, names, dates and ages, geography, text, columns."""
