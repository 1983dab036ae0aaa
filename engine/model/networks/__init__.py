"""The networks, in torch. Imported by training, by the exporter and by the torch runtime; never by the CPU path."""
