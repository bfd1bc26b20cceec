"""Texts that pictures carry of themselves: where they stand, and whose words they are.

::

    marks         the fields that Glimpse writes, and how it knows its own values again
    sidecar       the file beside a picture that holds its texts
    camera_words  what cameras write by themselves where a person's words would stand
"""
