package dev.sotto.bus;

import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.SpeakerGrouping;

/**
 * Asks for the transcript of a recording with its speakers told apart anew.
 *
 * @param name by which logs call it
 */
public record RegroupRequest(String name, SpeakerEvidence evidence, SpeakerGrouping grouping) {}
