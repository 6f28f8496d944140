package dev.sotto.transcript;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/**
 * Codes of ISO 639 and tags made of them (BCP 47), which the JDK reads; here stands what the JDK does not know of codes with
 * three letters.
 */
public final class LanguageTags {
    /** Every language of ISO 639-2 that has a second, bibliographic code; beside it the other one. */
    private static final Map<String, String> TERMINOLOGICAL = pairs("""
            alb sqi,arm hye,baq eus,bur mya,chi zho,cze ces,dut nld,fre fra,geo kat,ger deu,gre ell,ice isl,mac mkd,mao mri,
            may msa,per fas,rum ron,slo slk,tib bod,wel cym""");

    /**
     * Codes of one language that Whisper calls by another: members of the macrolanguages of ISO 639-3, codes that were
     * withdrawn, and three that Whisper spells its own way (nb, jv and fil).
     */
    private static final Map<String, String> OTHER_CODES = pairs("""
            nb no,nob no,jv jw,jav jw,jaw jw,fil tl,mo ro,mol ro,sh sr,hbs sr,scc sr,scr hr,cmn zh,ekk et,lvs lv,azj az,azb az,
            khk mn,mvf mn,zsm ms,zlm ms,npi ne,pes fa,prs fa,pbu ps,pbt ps,pst ps,als sq,aln sq,aae sq,aat sq,swh sw,swc sw,
            uzn uz,uzs uz,ydd yi,yih yi,plt mg,arb ar,aao ar,abh ar,abv ar,acm ar,acq ar,acw ar,acx ar,acy ar,adf ar,aeb ar,
            aec ar,afb ar,ajp ar,apc ar,apd ar,arq ar,ars ar,ary ar,arz ar,auz ar,avl ar,ayh ar,ayl ar,ayn ar,ayp ar,pga ar,
            shu ar,ssh ar""");

    private LanguageTags() {}

    /** The terminological code of ISO 639-2 for a bibliographic one, such as {@code deu} for {@code ger}; others stay. */
    public static String terminological(String threeLetters) {
        return TERMINOLOGICAL.getOrDefault(threeLetters, threeLetters);
    }

    /**
     * Reads {@code de}, {@code de-DE}, {@code pt_BR}, {@code zh-Hant-TW}, {@code zh-yue}, and what locales of POSIX add, as
     * in {@code de_DE.UTF-8@euro}. Old codes become new ones, such as {@code iw}, which becomes {@code he}.
     */
    static Optional<Locale> locale(String tag) {
        String plain = tag.replaceFirst("[.@].*", "").replace('_', '-');
        try {
            return Optional.of(new Locale.Builder().setLanguageTag(plain).build());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /**
     * Every code of ISO 639 that stands for one of these languages, with the one that it stands for.
     *
     * @param codes as Whisper writes them
     */
    static Map<String, String> allOf(Iterable<String> codes) {
        Map<String, String> all = new HashMap<>(OTHER_CODES);
        Map<String, String> byThreeLetters = new HashMap<>();
        for (String code : codes) {
            all.put(code, code);
            threeLetters(code).ifPresent(longer -> {
                all.put(longer, code);
                byThreeLetters.put(longer, code);
            });
        }
        TERMINOLOGICAL.forEach((bibliographic, code) ->
                Optional.ofNullable(byThreeLetters.get(code)).ifPresent(known -> all.put(bibliographic, known)));
        return all;
    }

    private static Optional<String> threeLetters(String code) {
        try {
            return Optional.of(Locale.forLanguageTag(code).getISO3Language()).filter(longer -> !longer.isEmpty());
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> pairs(String table) {
        Map<String, String> pairs = new HashMap<>();
        for (String entry : table.replace("\n", "").split(",", -1)) {
            String[] codes = entry.split(" ", -1);
            pairs.put(codes[0], codes[1]);
        }
        return Map.copyOf(pairs);
    }
}
