"""What pictures carry of themselves: where it stands, and whose words it is.

::

    marks         the fields that Glimpse writes, and how it knows its own values again
    sidecar       the file beside a picture that holds its texts
    camera_words  what cameras write by themselves where a person's words would stand
"""
