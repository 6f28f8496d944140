/**
 * Health and numbers of a server, on a port of their own. The only package that knows Micrometer: others tell what happens on
 * the bus or through small listeners of theirs.
 */
@NullMarked
package dev.sotto.metrics;

import org.jspecify.annotations.NullMarked;
