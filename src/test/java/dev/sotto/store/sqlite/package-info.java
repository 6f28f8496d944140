/** Tests of the store on real SQLite files, with the clock and the seed in the test's hands. */
package dev.sotto.store.sqlite;
