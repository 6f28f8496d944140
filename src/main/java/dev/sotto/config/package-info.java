/**
 * Typed settings. Read once at the start from {@code conf/sotto.yaml} and the environment, checked as a whole, then handed
 * inwards as records. With {@code Main} the only place that sees the environment. Imports nothing of ours.
 */
@NullMarked
package dev.sotto.config;

import org.jspecify.annotations.NullMarked;
