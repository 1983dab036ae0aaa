"""Recipes: the settings that made the checkpoints that ship, as JSON beside this file."""
