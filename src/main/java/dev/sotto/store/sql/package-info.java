/**
 * The ports of {@code job}, {@code webhook} and {@code key} as rows: SQL in the words that SQLite and PostgreSQL share, over
 * the seam {@link dev.sotto.store.sql.Database}. Rules are asked from {@code job}, inside the transaction;
 * {@code src/docs/jobs.md} says where the two will differ. Everything blocks, so nothing here is called from an event loop.
 */
@NullMarked
package dev.sotto.store.sql;

import org.jspecify.annotations.NullMarked;
