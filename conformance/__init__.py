"""The judge: says where a server deviates from its protocol's spec, and why."""
