/**
 * Typed settings. Read once at the start from {@code conf/sotto.yaml} and the environment, checked as a whole, then
 * handed inwards as records. With {@code Main} the only place that sees the environment. Imports nothing of ours and may
 * be imported by the edge ({@code api}, {@code worker}, {@code cli}, {@code dev.sotto}).
 */
@NullMarked
package dev.sotto.config;

import org.jspecify.annotations.NullMarked;
