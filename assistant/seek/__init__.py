"""Finding one thing with the camera: a word that the network knows a place for, or a taught thing.

``targets`` says what can be sought, ``looker`` where it is in one frame, ``guide`` what is told of
it when.
"""
