"""Zhengtu: reads government reports and builds a graph in which every statement has its proof."""

__version__ = "0.1.0"
