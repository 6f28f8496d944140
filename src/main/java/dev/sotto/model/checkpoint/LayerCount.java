package dev.sotto.model.checkpoint;

import dev.sotto.model.Dimensions;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.TensorDirectory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses files with more layers than the configuration has: running only some of them would give nonsense. */
final class LayerCount {
    private static final Pattern LAYER = Pattern.compile("(?:model\\.)?(encoder|decoder)\\.layers\\.(\\d{1,6})\\..*");

    private LayerCount() {}

    static void require(TensorDirectory directory, Dimensions dimensions) {
        for (String name : directory.names()) {
            Matcher matcher = LAYER.matcher(name);
            if (matcher.matches()) {
                boolean encoder = matcher.group(1).equals("encoder");
                int layers = (encoder ? dimensions.encoder() : dimensions.decoder()).layers();
                if (Integer.parseInt(matcher.group(2)) >= layers) {
                    throw new ModelException(
                            ModelError.CONFIG_INVALID,
                            "%s: holds tensor %s, but config.json has %d %s layers; expected files of one model"
                                    .formatted(directory.place(), name, layers, matcher.group(1)));
                }
            }
        }
    }
}
