"""The lane of chord symbols above the piano roll."""
