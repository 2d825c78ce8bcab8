"""From one YAML file to everything a chat protocol needs."""
