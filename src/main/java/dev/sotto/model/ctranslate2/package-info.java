/**
 * CTranslate2 folders: the variables and aliases of {@code model.bin} and the names of the tensors in it.
 *
 * <p>Part of {@code model}: the JDK and Jackson only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.ctranslate2;

import org.jspecify.annotations.NullMarked;
