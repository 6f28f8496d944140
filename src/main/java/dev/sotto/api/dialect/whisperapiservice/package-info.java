/**
 * whisper-api-service: an upload becomes a task, and the status of the task is asked for in the format that is wanted.
 */
@NullMarked
package dev.sotto.api.dialect.whisperapiservice;

import org.jspecify.annotations.NullMarked;
