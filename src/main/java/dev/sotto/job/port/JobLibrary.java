package dev.sotto.job.port;

import dev.sotto.job.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What owners call their jobs, and the index of words in which they search. All of it goes with the job. Every method blocks on
 * the disk, throws {@link StoreException}, and sees only the jobs of the tenant named. Thread-safe.
 */
public interface JobLibrary {
    /**
     * Of one job.
     *
     * @param title empty if none was given
     * @param tags in the order of the alphabet
     */
    record Labels(String title, List<String> tags) {
        public static final Labels NONE = new Labels("", List.of());

        public Labels {
            tags = List.copyOf(tags);
        }
    }

    /**
     * What of a job's labels changes.
     *
     * @param title empty to leave it; an empty text takes it away
     * @param tags all of them; empty to leave them
     */
    record LabelChange(Optional<String> title, Optional<List<String>> tags) {}

    /** A tag in use, and how many jobs have it. */
    record TagUse(String tag, int jobs) {}

    /** The labels as they are then; empty for a job that is not there. */
    Optional<Labels> label(String tenant, JobId id, LabelChange change);

    /** Those of jobs that have any. */
    Map<JobId, Labels> labels(String tenant, Collection<JobId> ids);

    /**
     * Tags in use, in the order of the alphabet.
     *
     * @param limit how many at most
     */
    List<TagUse> tags(String tenant, int limit);

    /**
     * Succeeded jobs whose document is newer than what the index has of it, the newest job first.
     *
     * @param limit how many at most
     */
    List<JobId> unindexed(String tenant, int limit);

    /**
     * Puts a document into the index in place of an older version; does nothing for a job that is not there.
     *
     * @param version of the document
     * @param text as {@link SearchWords#indexed} makes it
     */
    void index(String tenant, JobId id, int version, String text);

    /** The place of the first match in each of these jobs' texts, where there is one. */
    Map<JobId, String> excerpts(String tenant, SearchWords words, Collection<JobId> ids);
}
