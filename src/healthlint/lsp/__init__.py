"""The language server: what ``check`` reports, while the article is being written.

``session`` checks buffers and knows nothing of the protocol, ``edits`` writes changes in offsets of
the text, ``messages`` turns both into the protocol's values, ``server`` speaks it.
"""
