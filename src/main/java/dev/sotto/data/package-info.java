/**
 * The data folder: opens the stores in it, copies it, keeps its keys, and says who may read it.
 */
@NullMarked
package dev.sotto.data;

import org.jspecify.annotations.NullMarked;
