/**
 * What dialects of servers written with FastAPI share: how parameters are read, how wrong ones are told, the shape of errors.
 */
@NullMarked
package dev.sotto.api.dialect.fastapi;

import org.jspecify.annotations.NullMarked;
