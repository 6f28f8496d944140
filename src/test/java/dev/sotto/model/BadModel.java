package dev.sotto.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.CTranslate2File;
import dev.sotto.testing.SmallModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One way to damage a small model, and the refusal it must lead to. */
final class BadModel {
    static final String CONV = "model.encoder.conv1.weight";

    private BadModel() {}

    interface Damage {
        void to(SmallModel model, Path folder) throws IOException;
    }

    record Case(String name, Damage damage, ModelError error, String message) {
        void requireRefusal(Path folder) throws IOException {
            damage.to(new SmallModel(), folder);
            requireRefusal(() -> ModelFolder.open(folder).close());
        }

        /** Also of whoever reads no vocabulary. */
        void requireRefusalWithoutVocabulary(Path folder) throws IOException {
            damage.to(new SmallModel(), folder);
            Files.delete(folder.resolve("tokenizer.json"));
            requireRefusal(() -> ModelFolder.isMultilingual(folder));
        }

        private void requireRefusal(ThrowingCallable opening) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(opening)
                    .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message))
                    .satisfies(e -> assertThat(e.error()).isEqualTo(error));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    interface Change<T> {
        void to(T value);
    }

    record Refusal(ModelError error, String message) {}

    static Refusal malformed(String message) {
        return new Refusal(ModelError.FILE_MALFORMED, message);
    }

    static Refusal truncated(String message) {
        return new Refusal(ModelError.FILE_TRUNCATED, message);
    }

    static Case raw(String name, byte[] weights, Refusal refusal) {
        return new Case(
                name,
                (model, folder) -> {
                    model.writeHuggingFace(folder);
                    Files.write(folder.resolve("model.safetensors"), weights);
                },
                refusal.error(),
                refusal.message());
    }

    static Case text(String name, String header, Refusal refusal) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = length(json.length, json.length);
        System.arraycopy(json, 0, file, 8, json.length);
        return raw(name, file, refusal);
    }

    static byte[] length(long value, int behind) {
        return ByteBuffer.allocate(8 + behind)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static Case entry(String name, Change<ObjectNode> change, String message) {
        return new Case(
                name,
                (model, folder) -> {
                    model.writeHuggingFace(folder);
                    ObjectNode header = model.weights.header();
                    change.to(header);
                    model.weights.write(folder.resolve("model.safetensors"), header.toString());
                },
                ModelError.FILE_MALFORMED,
                message);
    }

    static ObjectNode at(ObjectNode header) {
        return (ObjectNode) header.get(CONV);
    }

    static void offsets(ObjectNode header, String tensor, long begin, long end) {
        ((ObjectNode) header.get(tensor)).putArray("data_offsets").add(begin).add(end);
    }

    static ObjectNode vocab(SmallModel model) {
        return (ObjectNode) model.tokenizer.at("/model/vocab");
    }

    static Case hf(String name, Change<SmallModel> change, ModelError error, String message) {
        return new Case(
                name,
                (model, folder) -> {
                    change.to(model);
                    model.writeHuggingFace(folder);
                },
                error,
                message);
    }

    static Case index(String name, String json, ModelError error, String message) {
        return new Case(
                name,
                (model, folder) -> writeIndex(model, folder, json),
                error,
                "bad/model.safetensors.index.json: " + message);
    }

    static void writeIndex(SmallModel model, Path folder, String json) throws IOException {
        model.writeHuggingFace(folder);
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    static Case ct2(String name, Change<CTranslate2File> damage, ModelError error, String message) {
        return new Case(
                name,
                (model, folder) -> {
                    CTranslate2File file = CTranslate2File.of(model.weights, 2);
                    damage.to(file);
                    model.writeCTranslate2(folder, file);
                },
                error,
                message);
    }

    static Case bytes(String name, Change<ByteBuffer> damage, ModelError error, String message) {
        return new Case(
                name,
                (model, folder) -> {
                    model.writeCTranslate2(folder);
                    byte[] all = Files.readAllBytes(folder.resolve("model.bin"));
                    damage.to(ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN));
                    Files.write(folder.resolve("model.bin"), all);
                },
                error,
                message);
    }

    static Case cut(String name, int length, String message) {
        return new Case(
                name,
                (model, folder) -> {
                    model.writeCTranslate2(folder);
                    byte[] all = Files.readAllBytes(folder.resolve("model.bin"));
                    Files.write(folder.resolve("model.bin"), Arrays.copyOf(all, length));
                },
                ModelError.FILE_TRUNCATED,
                message);
    }
}
