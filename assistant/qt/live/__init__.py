"""The camera: live describing, help with aiming, and the light meter."""
