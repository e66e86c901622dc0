"""The commands, one module each: parse, call, print, exit. Each is imported when it is called."""
