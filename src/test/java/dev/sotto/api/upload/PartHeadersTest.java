package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeadersTest {
    private static PartHeaders read(String parameters, Charset charset) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes("Content-Disposition: form-data; ".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(parameters.getBytes(charset));
        return PartHeaders.parse(head.toByteArray());
    }

    /** A letter of Shift JIS or Big5 may end with the byte of a backslash, and a quotation mark follows the last. */
    @ParameterizedTest
    @CsvSource({
        "windows-31j, 能表",
        "windows-31j, 表.wav",
        "Big5, 成功",
        "GBK, 语音.wav",
        "EUC-KR, 소리",
        "KOI8-R, звук.wav",
        "ISO-8859-1, Büro.wav",
        "UTF-8, C:\\"
    })
    void name_of_a_file_in_any_encoding_is_a_label_before_and_behind_the_name_of_its_field(
            String charset, String label) {
        for (String form : new String[] {
            "name=\"file\"; filename=\"%s\"", "filename=\"%s\"; name=\"file\"", "name=\"file\"; filename=\"%s\";"
        }) {
            PartHeaders read = read(form.formatted(label), Charset.forName(charset));
            assertThat(read.name()).as(form).isEqualTo("file");
            assertThat(read.filename()).as(form).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=\"a\\\"b.wav\"|a\"b.wav",
                "filename=\"a\\\"; b.wav\"|a\"; b.wav",
                "filename=\"a\\\\\"|a\\",
                "filename=\"C:\\music\\a.mp3\"|C:\\music\\a.mp3",
                "filename=\"a;b=c.wav\"|a;b=c.wav",
                "filename*=UTF-8''%C3%BC+%E2%82%AC.wav|ü+€.wav",
                "filename*=iso-8859-1'de'%FC.wav|ü.wav",
                "filename=\"u.wav\"; filename*=utf-8''%C3%BC.wav|ü.wav",
                "filename*=UTF-8''%C3%ZZ|UTF-8''%C3%ZZ",
                "filename*=koi8-r''%D0|koi8-r''%D0",
                "filename*=plain.wav|plain.wav"
            })
    void name_of_a_file_is_read_as_its_client_meant_it(String parameters, String name) {
        assertThat(read("name=\"file\"; " + parameters, StandardCharsets.UTF_8).filename())
                .contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=\"fi\u00fc\"", "filename=\"a.wav\"", "name=\"file"})
    void name_of_a_field_is_no_label(String parameters) {
        assertThatThrownBy(() -> read(parameters, StandardCharsets.ISO_8859_1)).isInstanceOf(UploadException.class);
    }
}
