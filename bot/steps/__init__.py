"""The way of an article, one file per step: watch, read, summarise, compose, plan, deliver."""
