"""An export as work: files, workers, quarantine."""
