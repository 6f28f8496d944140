/**
 * Names of models: the catalogue in {@code conf/models.yaml}, and the models that lie on this machine.
 *
 * <p>Part of {@code model}: the JDK, Jackson and SnakeYAML only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.catalogue;

import org.jspecify.annotations.NullMarked;
