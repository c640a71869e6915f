package dev.cairn.console;

/** What a command is about: a database file, and where its migrations come from. */
record Place(String database, String source) {}
