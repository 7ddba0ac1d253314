"""The shared database: what an administrator does to it, and what both sides of a connection share.

`connect` opens a connection or says in one sentence why not, `wire` turns patches and rows into what
travels and back. The other modules are the administrator's: making, upgrading, checking, filling.
No Qt; psycopg is imported only where a server is spoken to.
"""
