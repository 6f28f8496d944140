package dev.sotto.edit;

/**
 * One operation in the order in which the server took it.
 *
 * @param version of the document with it, from 1
 * @param id made by the editor, and unique in the document
 * @param editor who made it: a page or a program, whose own earlier operations it knows of
 * @param base version of the document that the editor saw beside its own operations, less than {@code version}
 */
public record Change(int version, String id, String editor, int base, Operation operation) {}
