"""Rules over a dataset and a document; each gives findings and changes nothing."""
