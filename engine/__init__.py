"""TatumFlow's engine: music values, the model, generation and sound. Nothing in here imports Qt."""
