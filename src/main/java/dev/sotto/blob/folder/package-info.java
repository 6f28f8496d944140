/**
 * Recordings as files of one private folder of this machine, and their copies for a backup.
 */
@NullMarked
package dev.sotto.blob.folder;

import org.jspecify.annotations.NullMarked;
