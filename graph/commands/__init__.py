"""The commands of ``zhengtu``, one file per group; each adds its parser and runs it."""
