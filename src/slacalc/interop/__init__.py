"""Neighbours: what other formats and libraries say of calendars, one file for each."""
