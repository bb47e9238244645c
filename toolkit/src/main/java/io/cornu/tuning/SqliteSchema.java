package io.cornu.tuning;

import java.util.List;

/** The tables of a study file, word for word as SQLite keeps them: a file with others is not ours. */
final class SqliteSchema {
    /** "Corn", in the header of every file of ours. */
    static final int APPLICATION = 0x436f726e;

    static final int VERSION = 2;

    static final List<String> TABLES = List.of(
            "CREATE TABLE study (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, direction TEXT NOT NULL, "
                    + "seed INTEGER NOT NULL) STRICT",
            "CREATE TABLE shared (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
            "CREATE TABLE trial (number INTEGER PRIMARY KEY, state TEXT NOT NULL, value REAL, message TEXT NOT NULL, "
                    + "started INTEGER NOT NULL, finished INTEGER NOT NULL, worker TEXT NOT NULL, "
                    + "heartbeat INTEGER NOT NULL, tries INTEGER NOT NULL, retried INTEGER NOT NULL) STRICT",
            "CREATE TABLE range (name TEXT PRIMARY KEY, kind TEXT NOT NULL, low REAL NOT NULL, high REAL NOT NULL, "
                    + "step REAL NOT NULL, logarithmic INTEGER NOT NULL) STRICT",
            "CREATE TABLE label (name TEXT NOT NULL, position INTEGER NOT NULL, label TEXT NOT NULL, "
                    + "PRIMARY KEY (name, position)) STRICT",
            "CREATE TABLE setting (trial INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, "
                    + "value REAL NOT NULL, PRIMARY KEY (trial, name)) STRICT",
            "CREATE TABLE report (trial INTEGER NOT NULL, step INTEGER NOT NULL, value REAL, "
                    + "PRIMARY KEY (trial, step)) STRICT",
            "CREATE TABLE note (trial INTEGER NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL, "
                    + "PRIMARY KEY (trial, name)) STRICT",
            "CREATE TABLE memory (trial INTEGER NOT NULL, name TEXT NOT NULL, value REAL, "
                    + "PRIMARY KEY (trial, name)) STRICT",
            "CREATE TABLE fixed (trial INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, "
                    + "PRIMARY KEY (trial, name)) STRICT");

    static final List<String> NAMES =
            List.of("study", "shared", "trial", "range", "label", "setting", "report", "note", "memory", "fixed");

    private SqliteSchema() {}
}
