package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository on the hub at one revision.
 *
 * @param id {@code organisation/name}
 * @param revision a branch, tag or commit
 */
public record HubRepository(String id, String revision) {
    public static final String MAIN = "main";
    private static final Pattern SPELLING =
            Pattern.compile("([A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95})(?:@([A-Za-z0-9][\\w.-]{0,95}))?");

    public HubRepository {
        if (!SPELLING.matcher(id + "@" + revision).matches() || (id + revision).contains("..")) {
            throw new ModelException(
                    ModelError.NAME_INVALID,
                    "\"%s@%s\" is no repository; expected organisation/name, and @revision if it is not main"
                            .formatted(id, revision));
        }
    }

    /** Whether this is {@code organisation/name} or {@code organisation/name@revision}. */
    public static boolean isSpelling(String text) {
        return SPELLING.matcher(text).matches() && !text.contains("..");
    }

    public static HubRepository of(String text) {
        Matcher matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            return new HubRepository(text, MAIN);
        }
        String revision = matcher.group(2);
        return new HubRepository(matcher.group(1), revision == null ? MAIN : revision);
    }

    /** The name of its folder among the installed models: one plain name, different for every revision. */
    public String folderName() {
        return id.replace("/", "--") + (revision.equals(MAIN) ? "" : "@" + revision);
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? id : id + "@" + revision;
    }
}
