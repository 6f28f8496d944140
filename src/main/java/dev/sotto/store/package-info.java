/**
 * The store on one SQLite file: the only place for JDBC. One thread owns the one writing connection and commits what waits
 * together; readers have connections of their own. Rules are asked from {@code job}, inside the transaction. The SQL is
 * the part that SQLite and PostgreSQL share; {@code src/docs/jobs.md} says where they will differ. Everything blocks, so
 * nothing here is called from an event loop. Only the root package makes a store; all others know its ports.
 */
@NullMarked
package dev.sotto.store;

import org.jspecify.annotations.NullMarked;
