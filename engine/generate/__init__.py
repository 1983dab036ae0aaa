"""Generation: jobs in, clips out; one module a mode."""
