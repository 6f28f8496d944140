/**
 * Where a text that is given is said: the rules that cut it into words, find them among the words that were recognised, and say
 * which of them are not said. Knows neither sound nor a network.
 */
@NullMarked
package dev.sotto.forcedalign;

import org.jspecify.annotations.NullMarked;
