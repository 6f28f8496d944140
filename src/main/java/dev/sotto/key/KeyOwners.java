package dev.sotto.key;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which owner a new key belongs to. */
public final class KeyOwners {
    /** Whom a server without keys, and the key of the environment, stand for. */
    private static final List<String> RESERVED = List.of("admin", "open");

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");

    private KeyOwners() {}

    /**
     * The owner that was asked for, or one named as the key if no other key has it.
     *
     * @param option how whoever asks names an owner, such as {@code --owner}; for the message
     * @throws IllegalArgumentException whose message says what to do
     */
    public static String choose(List<KeyRecord> known, String name, Optional<String> asked, String option) {
        String owner = asked.orElse(name);
        if (!FORM.matcher(owner).matches() || RESERVED.contains(owner)) {
            throw new IllegalArgumentException(
                    "the owner '%s' cannot be used; expected up to 64 letters, digits and _.@-, and neither %s"
                            .formatted(owner, String.join(" nor ", RESERVED)));
        }
        if (asked.isEmpty() && known.stream().anyMatch(key -> key.owner().equals(owner))) {
            throw new IllegalArgumentException(
                    "owner %s already has a key; use %s %s to share its jobs, or choose another name"
                            .formatted(owner, option, owner));
        }
        return owner;
    }
}
