"""The strip of finished takes and their cards."""
