/**
 * What the dialects share: surfaces of other systems, so that their clients work unchanged. Each dialect is a package below,
 * which maps a request to one call of {@code service} and the answer back, and knows no other dialect.
 */
@NullMarked
package dev.sotto.api.dialect;

import org.jspecify.annotations.NullMarked;
