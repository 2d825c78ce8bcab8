"""The services that this server has, for whichever protocol asks for them."""
