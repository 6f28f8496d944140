/**
 * Who may ask for what, and how much of it: API keys, scopes, and the limits of a key. Pure rules; clock and chance are
 * handed in, what is stored is up to the store. Imports the JDK only. Types that hold state say which thread they bear.
 */
@NullMarked
package dev.sotto.key;

import org.jspecify.annotations.NullMarked;
