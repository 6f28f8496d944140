package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    @Test
    void every_code_has_a_name_that_leads_back() {
        assertThat(Languages.codes()).hasSize(100).doesNotHaveDuplicates().startsWith("en", "zh", "de");
        assertThat(Languages.codes()).endsWith("jw", "su", "yue");
        for (String code : Languages.codes()) {
            String name = Languages.nameOf(code).orElseThrow();
            assertThat(name).matches("[a-z]+( creole)?");
            assertThat(Languages.codeOf(name)).contains(code);
            assertThat(Languages.codeOf(code)).contains(code);
        }
    }

    @Test
    void names_aliases_and_codes_are_known_in_any_case() {
        assertThat(Languages.codeOf("English")).contains("en");
        assertThat(Languages.codeOf(" CASTILIAN ")).contains("es");
        assertThat(Languages.codeOf("mandarin")).contains("zh");
        assertThat(Languages.codeOf("moldavian")).contains("ro");
        assertThat(Languages.codeOf("moldovan")).contains("ro");
        assertThat(Languages.codeOf("haitian creole")).contains("ht");
        assertThat(Languages.codeOf("YUE")).contains("yue");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no | nb nob no-NO nb_NO Norwegian Norwegian+Bokmål
                    nn | nno nn-NO NORWEGIAN+NYNORSK
                    he | iw iw-IL heb he
                    tl | fil fil-PH tgl Filipino
                    id | in ind in_ID
                    yi | ji yid ydd
                    jw | jv jav jv-ID Javanese
                    zh | cmn zho chi zh-TW zh-Hant-HK zh_cn zh-cmn-Hans-CN
                    yue | zh-yue yue-HK
                    de | deu ger de_DE.UTF-8 de_DE@euro de-CH-1996 German GERMAN
                    en | en-US EN_us en-GB-oxendict
                    pt | pt_BR pt-br por
                    fr | fra fre fr-CA
                    ar | arb arz ar-EG Egyptian+Arabic
                    fa | pes per fas Farsi
                    ms | may msa zsm
                    et | ekk est
                    lv | lvs lav
                    sw | swh swa
                    es | es-419 spa
                    sr | sr-Latn sh srp
                    hr | hrv
                    ro | mo rum ron
                    haw | haw-US
                    """)
    void codes_of_iso_639_with_or_without_a_region_lead_to_whisper_s(String code, String given) {
        for (String each : given.split(" ", -1)) {
            assertThat(Languages.codeOf(each.replace('+', ' '))).as(each).contains(code);
        }
    }

    @Test
    void every_three_letter_code_of_iso_639_2_leads_to_its_language() {
        for (String code : Languages.codes()) {
            String jdk = code.equals("jw") ? "jv" : code;
            assertThat(Languages.codeOf(Locale.forLanguageTag(jdk).getISO3Language()))
                    .as(code)
                    .contains(code);
            assertThat(Languages.codeOf(code + "-XX")).as(code).contains(code);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tlh", "i-klingon", "x-de", "d", "de--DE", "de DE", "qaa", "und", "root", "c", "C.UTF-8", "germ"
            })
    void what_is_no_language_of_whisper_s_is_empty(String given) {
        assertThat(Languages.codeOf(given)).isEmpty();
    }

    @Test
    void the_list_for_who_gave_another_has_every_code_and_fits_a_message() {
        assertThat(Languages.expected().split("[ ,]+", -1)).containsAll(Languages.codes());
        assertThat(Languages.expected()).hasSizeLessThan(700);
    }

    @Test
    void unknown_language_is_empty() {
        assertThat(Languages.codeOf("klingon")).isEmpty();
        assertThat(Languages.codeOf("")).isEmpty();
        assertThat(Languages.nameOf("xx")).isEmpty();
    }
}
