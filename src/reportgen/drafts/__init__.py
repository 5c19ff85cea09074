"""Many drafts in one run: which ones, how they are made on all cores, and the ledger that remembers them."""
