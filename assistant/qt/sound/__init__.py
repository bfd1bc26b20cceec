"""Everything that is heard: sentences made into samples, short sounds, tones."""
