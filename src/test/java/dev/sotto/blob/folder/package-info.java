/** Tests of recordings on a real disk. */
package dev.sotto.blob.folder;
