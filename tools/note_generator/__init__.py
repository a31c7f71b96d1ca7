"""Invented clinical notes and messages with every identifier marked: to train the tagger, and to measure the finder.

A *family* is a file of templates. Training families and held-out families share no template, no list of names,
hospitals or employers, and no random draw, so that what is reported was not learnt by heart. The held-out families
are what thresholds and patterns were improved with; the *reported* families were written once and left alone.
"""

from __future__ import annotations

from note_generator.render import DEVELOPMENT, HELD_OUT, REPORTED, TRAINING, documents

__all__ = ["DEVELOPMENT", "HELD_OUT", "REPORTED", "TRAINING", "documents"]
