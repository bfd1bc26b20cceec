"""The screen: windows and parts of it described, by keys that work in every program, too."""
