package dev.sotto.edit;

import java.util.Set;

/**
 * What an editor sees: a version of the document, and what it did itself since.
 *
 * @param base version
 * @param own later versions that the editor made
 */
record View(int base, Set<Integer> own) {
    boolean knows(int version) {
        return version <= base || own.contains(version);
    }
}
