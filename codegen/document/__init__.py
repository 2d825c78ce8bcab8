"""``model.Spec`` -> a Markdown page that one can implement the protocol from.

One module for each part of the page; ``page`` puts them together. Nothing here touches
a file. What a spec's author wrote is data: it reaches the page through ``markdown`` and
``mermaid`` only, which see to it that no text of a spec can break a table or a diagram.
"""
