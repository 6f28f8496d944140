package dev.sotto.cli;

import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number, or {@code none}, which switches a check off. */
record Threshold(OptionalDouble value) {
    static Threshold of(double value) {
        return new Threshold(OptionalDouble.of(value));
    }

    /** Reads what stands on the command line. */
    static final class Converter implements ITypeConverter<Threshold> {
        @Override
        public Threshold convert(String text) {
            if (text.equals("none")) {
                return new Threshold(OptionalDouble.empty());
            }
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return Threshold.of(value);
                }
            } catch (NumberFormatException e) {
                // told below, as for numbers that are not finite
            }
            throw new TypeConversionException("'" + text + "' is neither a number nor none");
        }
    }
}
