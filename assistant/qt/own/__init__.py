"""The user's own things in the window: teaching them, and leading the camera to one."""
