/**
 * Who asks, by which key, and whether the key allows it. Stands before every operation.
 */
@NullMarked
package dev.sotto.api.auth;

import org.jspecify.annotations.NullMarked;
