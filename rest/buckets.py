"""The rate limits of the routes: requests a window, for each caller and major parameter.

Published limits are few; the others are what libraries have observed. A policy file changes them by name.
Docs: topics/rate-limits.
"""

from core.limits import Bucket

# Reading is cheap and alike everywhere; the major parameter keeps one channel's readers from another's.
READ = Bucket("read", 60, 10)

# Accounts: by address, for nobody is known yet. What a password costs to check bounds guessing as well.
REGISTER = Bucket("register", 120, 60)
LOGIN = Bucket("login", 60, 60)
EDIT_ME = Bucket("edit me", 10, 60)

# Applications
APPLICATIONS = Bucket("applications", 30, 60)
EDIT_APPLICATION = Bucket("edit application", 30, 60)
RESET_BOT = Bucket("reset bot", 20, 60)
INSTALL = Bucket("install", 30, 60)

# Channels, overwrites, invites and typing
CREATE_CHANNEL = Bucket("create channel", 30, 60)
EDIT_CHANNEL = Bucket("edit channel", 30, 60)
DELETE_CHANNEL = Bucket("delete channel", 30, 60)
MOVE_CHANNELS = Bucket("move channels", 10, 10)
CREATE_DM = Bucket("create dm", 30, 60)
RECIPIENTS = Bucket("recipients", 10, 10)
OVERWRITES = Bucket("overwrites", 20, 10)
CREATE_INVITE = Bucket("create invite", 10, 10)
ACCEPT_INVITE = Bucket("accept invite", 20, 60)
REVOKE_INVITE = Bucket("revoke invite", 10, 10)
TYPING = Bucket("typing", 10, 5)

ALL = (
    *(READ, REGISTER, LOGIN, EDIT_ME, APPLICATIONS, EDIT_APPLICATION, RESET_BOT, INSTALL),
    *(CREATE_CHANNEL, EDIT_CHANNEL, DELETE_CHANNEL, MOVE_CHANNELS, CREATE_DM, RECIPIENTS, OVERWRITES),
    *(CREATE_INVITE, ACCEPT_INVITE, REVOKE_INVITE, TYPING),
)
