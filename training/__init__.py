"""Making datasets and models: preparing corpora, training, measuring. To the app all this is a child process."""
