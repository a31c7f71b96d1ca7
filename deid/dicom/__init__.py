"""DICOM: the standard's tables, reading, treating and writing one object."""
