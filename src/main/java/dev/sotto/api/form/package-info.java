/**
 * Fields of a form or a JSON body, read and checked, to the values of {@code service} and {@code transcript}.
 */
@NullMarked
package dev.sotto.api.form;

import org.jspecify.annotations.NullMarked;
