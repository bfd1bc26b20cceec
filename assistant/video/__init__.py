"""Films: what is seen when, told in the pauses of the speech.

film.py opens a film; content.py and looks.py find where something else comes into view;
sound.py finds the pauses; told.py leaves out what was told already; cues.py puts the rest into the
pauses; webvtt.py and mixing.py write it down; describing.py joins them.
"""
