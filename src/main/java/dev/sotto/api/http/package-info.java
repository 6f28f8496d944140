/**
 * The HTTP server: connections, routes made from contracts, errors, CORS, the log of requests. Surfaces plug into
 * it.
 */
@NullMarked
package dev.sotto.api.http;

import org.jspecify.annotations.NullMarked;
