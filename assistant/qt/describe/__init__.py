"""The main window: pictures go to the describer, and what comes back is shown, told and kept."""
