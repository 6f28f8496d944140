package dev.sotto.service;

import java.time.Instant;

/**
 * A model that callers can name.
 *
 * @param id its name here
 * @param created when its files were written
 * @param ownedBy who published it
 * @param isMultilingual whether it knows more than English, and can translate
 */
public record ServedModel(String id, Instant created, String ownedBy, boolean isMultilingual) {}
