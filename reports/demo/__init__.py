"""The demo: five plans known from public news, and a running year that is illustration throughout.

Facts of `seed` plans come from public news items; whatever they do not state is blank. Everything else – people,
tasks, leads, progress – is marked `is_illustration`. Loading lives through the year with the portal's own
services at the hours set by `clock`, so logs, notices and task rows are as if people had worked.
"""
