"""Training of the tagger of notes: examples, batches, the network in torch, and the file it becomes."""
