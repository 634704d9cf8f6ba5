"""The files of the sounds that everybody has, and the program that made them."""
