package dev.sotto.transcript;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The languages of Whisper: code, English lower-case name, and other names they go by. Order and spelling are those of
 * LANGUAGES and TO_LANGUAGE_CODE in whisper/tokenizer.py (openai/whisper, MIT). A checkpoint may know fewer.
 */
public final class Languages {
    private static final Map<String, String> NAME_BY_CODE = nameByCode();
    private static final Map<String, String> CODE_BY_TAG = LanguageTags.allOf(NAME_BY_CODE.keySet());
    private static final Map<String, String> CODE_BY_NAME = codeByName();

    private Languages() {}

    /** All 100 codes, in the order of their tokens; the last, {@code yue}, came with large-v3. */
    public static List<String> codes() {
        return List.copyOf(NAME_BY_CODE.keySet());
    }

    /** English name in lower case, such as {@code haitian creole}, as OpenAI's {@code verbose_json} says it. */
    public static Optional<String> nameOf(String code) {
        return Optional.ofNullable(NAME_BY_CODE.get(code));
    }

    /**
     * Code of a language, in any case; empty if Whisper does not know it.
     *
     * @param tagOrName a code of ISO 639-1, 639-2 or 639-3, with or without a region and the like ({@code de}, {@code ger},
     *     {@code pt-BR}), or an English name or alias
     */
    public static Optional<String> codeOf(String tagOrName) {
        String wanted = tagOrName.strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(CODE_BY_NAME.get(wanted))
                .or(() -> LanguageTags.locale(wanted).map(tag -> CODE_BY_TAG.get(tag.getLanguage())));
    }

    /** What a language may be given by, for whoever gave none of it. */
    public static String expected() {
        return "auto, per-segment, an English name such as german, or a code of "
                + String.join(", ", NAME_BY_CODE.keySet());
    }

    private static Map<String, String> nameByCode() {
        String table = """
                en english,zh chinese,de german,es spanish,ru russian,ko korean,fr french,ja japanese,pt portuguese,
                tr turkish,pl polish,ca catalan,nl dutch,ar arabic,sv swedish,it italian,id indonesian,hi hindi,
                fi finnish,vi vietnamese,he hebrew,uk ukrainian,el greek,ms malay,cs czech,ro romanian,da danish,
                hu hungarian,ta tamil,no norwegian,th thai,ur urdu,hr croatian,bg bulgarian,lt lithuanian,la latin,
                mi maori,ml malayalam,cy welsh,sk slovak,te telugu,fa persian,lv latvian,bn bengali,sr serbian,
                az azerbaijani,sl slovenian,kn kannada,et estonian,mk macedonian,br breton,eu basque,is icelandic,
                hy armenian,ne nepali,mn mongolian,bs bosnian,kk kazakh,sq albanian,sw swahili,gl galician,mr marathi,
                pa punjabi,si sinhala,km khmer,sn shona,yo yoruba,so somali,af afrikaans,oc occitan,ka georgian,
                be belarusian,tg tajik,sd sindhi,gu gujarati,am amharic,yi yiddish,lo lao,uz uzbek,fo faroese,
                ht haitian creole,ps pashto,tk turkmen,nn nynorsk,mt maltese,sa sanskrit,lb luxembourgish,my myanmar,
                bo tibetan,tl tagalog,mg malagasy,as assamese,tt tatar,haw hawaiian,ln lingala,ha hausa,ba bashkir,
                jw javanese,su sundanese,yue cantonese""";
        return pairs(table);
    }

    private static Map<String, String> codeByName() {
        Map<String, String> codes = new HashMap<>();
        // The JDK's names too, such as "norwegian bokmål" and "filipino"; where it knows none, it gives the code.
        CODE_BY_TAG.forEach((tag, code) -> codes.put(
                Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code));
        NAME_BY_CODE.forEach((code, name) -> codes.put(name, code));
        String aliases = """
                my burmese,ca valencian,nl flemish,ht haitian,lb letzeburgesch,ps pushto,pa panjabi,ro moldavian,
                si sinhalese,es castilian,zh mandarin""";
        pairs(aliases).forEach((code, alias) -> codes.put(alias, code));
        codes.put("moldovan", "ro");
        codes.put("farsi", "fa");
        codes.put("norwegian bokmal", "no");
        return codes;
    }

    private static Map<String, String> pairs(String table) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : table.replace("\n", "").split(",", -1)) {
            int blank = entry.indexOf(' ');
            pairs.put(entry.substring(0, blank), entry.substring(blank + 1));
        }
        return pairs;
    }
}
