"""The rate limits of the routes: requests a window, for each caller and major parameter.

Published limits are few; the others are what libraries have observed. A policy file changes them by name.
Docs: topics/rate-limits.
"""

from core.limits import Bucket

# Reading is cheap and alike everywhere; the major parameter keeps one channel's readers from another's.
READ = Bucket("read", 60, 10)

ALL = (READ,)
