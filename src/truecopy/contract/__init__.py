"""Contracts loaded, linted, compiled and applied."""

from truecopy.contract.load import compile_operations, load_contract
from truecopy.contract.problems import Problem
from truecopy.contract.routes import Routes
from truecopy.contract.validate import CompiledOperation, CompiledSchema
from truecopy.contract.workspace import Workspace, find_workspace, read_settings

__all__ = [
    "CompiledOperation",
    "CompiledSchema",
    "Problem",
    "Routes",
    "Workspace",
    "compile_operations",
    "find_workspace",
    "load_contract",
    "read_settings",
]
