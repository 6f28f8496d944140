/**
 * What a job keeps, as JSON: what is asked, finished windows, the transcript. Read by later versions of this program, so
 * fields are only ever added, each with a value for texts that lack it.
 */
@NullMarked
package dev.sotto.format.stored;

import org.jspecify.annotations.NullMarked;
