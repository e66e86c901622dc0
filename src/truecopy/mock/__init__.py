"""The mock: keeps a contract and plays its vendor."""

from truecopy.mock.app import MockApp, create_app, play_contract

__all__ = ["MockApp", "create_app", "play_contract"]
