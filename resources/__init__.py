"""Files that TatumFlow reads at run time: icons, translations, the demo prompt, the model. No code."""
