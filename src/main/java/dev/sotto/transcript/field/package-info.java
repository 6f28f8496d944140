/**
 * Options written as text under a name: the fields of a form, the parameters of a query, the options of a command line. One
 * way to read a number, a choice or a yes, and one place that says which option is written how.
 */
@NullMarked
package dev.sotto.transcript.field;

import org.jspecify.annotations.NullMarked;
