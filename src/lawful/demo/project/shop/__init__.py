"""Imports orders."""
