/**
 * What every surface does with jobs: submit, wait, watch, change. Domain values in and out; knows no HTTP and no
 * JSON. What waits for the store does so on pools; all else is the event loop's.
 */
@NullMarked
package dev.sotto.service;

import org.jspecify.annotations.NullMarked;
