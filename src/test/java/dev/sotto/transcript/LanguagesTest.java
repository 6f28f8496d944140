package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void unknown_language_is_empty() {
        assertThat(Languages.codeOf("klingon")).isEmpty();
        assertThat(Languages.codeOf("")).isEmpty();
        assertThat(Languages.nameOf("xx")).isEmpty();
    }
}
