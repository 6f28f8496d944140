package dev.sotto.transcript;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How Chinese is written. */
public enum ChineseScript {
    SIMPLIFIED,
    TRADITIONAL;

    /** Codes of Whisper for what is written in these scripts. */
    private static final Set<String> LANGUAGES = Set.of("zh", "yue");

    /** As what is stored spells it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a language, by its code, is written in one of these scripts; Japanese is not. */
    public static boolean isOf(String language) {
        return LANGUAGES.contains(language);
    }

    /**
     * The script that a tag of a Chinese language asks for, by its script or its region.
     *
     * @param tag such as {@code zh-Hant}, {@code zh_CN} or {@code zh-HK}; a name, or a tag of another language, asks for none
     */
    public static Optional<ChineseScript> askedBy(String tag) {
        if (Languages.codeOf(tag).filter(ChineseScript::isOf).isEmpty()) {
            return Optional.empty();
        }
        return LanguageTags.locale(tag.strip()).flatMap(ChineseScript::of);
    }

    private static Optional<ChineseScript> of(Locale locale) {
        String asked = locale.getScript().isEmpty() ? locale.getCountry() : locale.getScript();
        return switch (asked) {
            case "Hans", "CN", "SG", "MY" -> Optional.of(SIMPLIFIED);
            case "Hant", "TW", "HK", "MO" -> Optional.of(TRADITIONAL);
            default -> Optional.empty();
        };
    }
}
