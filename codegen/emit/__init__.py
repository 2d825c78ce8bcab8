"""``model.Spec`` -> the text of a Python module. Nothing here touches a file."""
