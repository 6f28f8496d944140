/**
 * Composes one server: what it is made of, in which order that starts, and how it stops. The command line uses the
 * same workers without HTTP.
 */
@NullMarked
package dev.sotto.server;

import org.jspecify.annotations.NullMarked;
