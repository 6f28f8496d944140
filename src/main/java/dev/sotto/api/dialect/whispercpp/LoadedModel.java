package dev.sotto.api.dialect.whispercpp;

import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model that {@code /inference} uses: the server's default until a caller loads another. Belongs to one event loop. */
final class LoadedModel {
    /** As its clients name a model: {@code models/ggml-base.en.bin}, quantised or not. */
    private static final Pattern FILE = Pattern.compile("(?:.*/)?ggml-(.+?)(?:-q\\d[_\\w]*)?\\.bin");

    private Optional<String> chosen = Optional.empty();

    ServedModel of(ServedModels models) {
        return chosen.flatMap(models::find).orElseGet(() -> models.models().get(0));
    }

    void set(String id) {
        chosen = Optional.of(id);
    }

    Optional<ServedModel> named(String name, ServedModels models) {
        Matcher file = FILE.matcher(name.strip());
        Optional<ServedModel> plain = models.find(name.strip());
        return plain.isPresent() || !file.matches() ? plain : models.find(file.group(1));
    }
}
