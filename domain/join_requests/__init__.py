"""Membership screening: what who joins has to answer before he may take part, and who looks at the answers.

A member of a guild with a gate comes in pending: he may read, and nothing else. With him comes his join request,
STARTED. He answers the guild's form, and it is SUBMITTED; if nobody has to read the answers, it is APPROVED at once.
Otherwise somebody with KICK_MEMBERS approves or rejects it. Who is approved is no longer pending; who is rejected is
no longer a member, and can read why.

Of each user the guild keeps the last request alone.
"""
