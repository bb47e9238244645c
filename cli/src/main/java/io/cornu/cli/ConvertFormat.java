package io.cornu.cli;

import io.cornu.savedmodels.ModelFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms that {@code convert} writes, by the names that people type. */
enum ConvertFormat {
    KERAS(ModelFormat.KERAS),
    H5(ModelFormat.KERAS_H5),
    WEIGHTS(ModelFormat.KERAS_WEIGHTS),
    SAVEDMODEL(ModelFormat.SAVED_MODEL),
    CHECKPOINT(ModelFormat.CHECKPOINT);

    private final ModelFormat format;

    ConvertFormat(ModelFormat format) {
        this.format = format;
    }

    ModelFormat format() {
        return format;
    }

    /** What a name asks for: its suffix, or a folder where it has none. */
    static Optional<ConvertFormat> ofName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".keras")) {
            return Optional.of(KERAS);
        }
        if (name.endsWith(".weights.h5")) {
            return Optional.of(WEIGHTS);
        }
        if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
            return Optional.of(H5);
        }
        if (name.endsWith(".ckpt")) {
            return Optional.of(CHECKPOINT);
        }
        return name.indexOf('.') < 0 ? Optional.of(SAVEDMODEL) : Optional.empty();
    }

    static String names() {
        return String.join(
                ", ",
                Arrays.stream(values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
