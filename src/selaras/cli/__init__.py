"""The door for people at a terminal: selaras demo, sync, check, explain, synth, bench, doctor. No logic of its own."""
