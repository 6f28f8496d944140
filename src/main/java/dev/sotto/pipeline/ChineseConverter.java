package dev.sotto.pipeline;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import dev.sotto.transcript.ChineseScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes Chinese text in another script by OpenCC's tables, which know phrases, and tells scripts by characters that only one of
 * them has. Words stay: only their characters change. Thread-safe; the first call reads the tables, which takes about a second.
 */
final class ChineseConverter {
    /** Where OpenCC's standard of traditional characters differs from what Taiwan writes (TWVariants of OpenCC). */
    private static final Map<Integer, Integer> USUAL = pairs("爲為裏裡着著麪麵羣群牀床峯峰衆眾僞偽啓啟喫吃擡抬祕秘竈灶纔才脣唇鉢缽癡痴鍼針糉粽");

    private ChineseConverter() {}

    /** The script of the first character that only one script has. */
    static Optional<ChineseScript> scriptOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (isOnly(one, ChineseScript.SIMPLIFIED)) {
                return Optional.of(ChineseScript.SIMPLIFIED);
            }
            if (isOnly(one, ChineseScript.TRADITIONAL)) {
                return Optional.of(ChineseScript.TRADITIONAL);
            }
        }
        return Optional.empty();
    }

    /** Whether a character stands in the text that this script alone has. */
    static boolean has(ChineseScript script, String text) {
        return text.chars().anyMatch(one -> isOnly((char) one, script));
    }

    private static synchronized boolean isOnly(char one, ChineseScript script) {
        if (one < '\u3400') {
            return false;
        }
        List<String> inOther =
                script == ChineseScript.SIMPLIFIED ? ZhConverterUtil.toTraditional(one) : ZhConverterUtil.toSimple(one);
        return isKnown(inOther) && !inOther.contains(String.valueOf(one));
    }

    private static boolean isKnown(@Nullable List<String> characters) {
        return characters != null && !characters.isEmpty();
    }

    /** The same text in a script. A text that is in it already stays: a table would take 皇后 apart from 後. */
    static synchronized String written(String text, ChineseScript script) {
        if (script == ChineseScript.SIMPLIFIED) {
            return ZhConverterUtil.toSimple(text);
        }
        boolean isTraditional = has(ChineseScript.TRADITIONAL, text) && !has(ChineseScript.SIMPLIFIED, text);
        return isTraditional ? text : usual(ZhConverterUtil.toTraditional(text));
    }

    private static String usual(String traditional) {
        return traditional
                .codePoints()
                .map(point -> USUAL.getOrDefault(point, point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Map<Integer, Integer> pairs(String table) {
        Map<Integer, Integer> pairs = new HashMap<>();
        int[] points = table.codePoints().toArray();
        for (int i = 0; i < points.length; i += 2) {
            pairs.put(points[i], points[i + 1]);
        }
        return Map.copyOf(pairs);
    }
}
