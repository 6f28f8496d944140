/**
 * Downloads models from a hub that speaks the Hugging Face API: lists a repository, picks the files that are needed,
 * fetches them with resume and checks, and installs a model whole or not at all.
 *
 * <p>Part of {@code model}: the JDK and Jackson only. Everything blocks; environment and waiting come from the caller.
 */
@NullMarked
package dev.sotto.model.hub;

import org.jspecify.annotations.NullMarked;
