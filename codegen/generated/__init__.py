"""One module per protocol, made by ``python -m codegen generate``. Do not edit."""
