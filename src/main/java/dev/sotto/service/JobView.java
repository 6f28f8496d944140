package dev.sotto.service;

import dev.sotto.job.Job;
import dev.sotto.transcript.Segment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a job is.
 *
 * @param live empty unless it runs
 * @param segments finished ones, from the beginning of the recording
 * @param ahead how many jobs are taken before this one if nothing else comes; empty unless it waits
 * @param secondsLeft until it ends, as estimated; empty if nothing is known
 */
public record JobView(
        Job job,
        Optional<JobWatch.Live> live,
        List<Segment> segments,
        OptionalInt ahead,
        Optional<Double> secondsLeft) {}
