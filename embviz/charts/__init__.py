"""Figures and tables of data, as plain functions."""
