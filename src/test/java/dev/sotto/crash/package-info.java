/** Whole servers that are killed, and whole servers under load: what {@code scripts/crash-test} and {@code scripts/load-test} run. */
package dev.sotto.crash;
