/**
 * Paths at the root that several systems have: who answers there is decided by the request or by the job.
 */
@NullMarked
package dev.sotto.api.dialect.shared;

import org.jspecify.annotations.NullMarked;
