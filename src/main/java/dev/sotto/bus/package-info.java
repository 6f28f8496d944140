/**
 * What travels on the event bus: addresses, immutable message records and the codec that passes them by reference inside
 * this process. Imports {@code transcript}, {@code job} and Vert.x core only.
 */
@NullMarked
package dev.sotto.bus;

import org.jspecify.annotations.NullMarked;
