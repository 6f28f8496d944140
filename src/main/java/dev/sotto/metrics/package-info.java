/**
 * Health checks and metrics of a server, on a port of their own. The only package that uses Micrometer: other packages
 * publish events on the bus or call small listeners that they define.
 */
@NullMarked
package dev.sotto.metrics;

import org.jspecify.annotations.NullMarked;
