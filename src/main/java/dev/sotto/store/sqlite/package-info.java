/**
 * One SQLite file in one folder: its connections, its lock, the look before anything is written, migrations, backup. One thread
 * owns the one writing connection and commits what waits together; readers have connections of their own.
 */
@NullMarked
package dev.sotto.store.sqlite;

import org.jspecify.annotations.NullMarked;
