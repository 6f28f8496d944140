/**
 * Traces of jobs, sent to a collector of OpenTelemetry. The only package that uses OpenTelemetry: other packages publish events on
 * the bus.
 */
@NullMarked
package dev.sotto.tracing;

import org.jspecify.annotations.NullMarked;
