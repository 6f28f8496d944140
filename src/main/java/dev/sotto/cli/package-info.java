/**
 * The command line: what a person types becomes calls of a few small interfaces that {@code dev.sotto.Installation} implements, and
 * answers become text and exit codes. Runs on the main thread; on Ctrl-C the JVM's own thread asks it to stop. Imported
 * by {@code dev.sotto} only.
 */
@NullMarked
package dev.sotto.cli;

import org.jspecify.annotations.NullMarked;
