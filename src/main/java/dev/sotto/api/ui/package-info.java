/**
 * Serves the page for people.
 */
@NullMarked
package dev.sotto.api.ui;

import org.jspecify.annotations.NullMarked;
