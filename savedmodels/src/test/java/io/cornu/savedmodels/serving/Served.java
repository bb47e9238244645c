package io.cornu.savedmodels.serving;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The models that are served in these tests. */
final class Served {
    static final int EXAMPLE = 6 * 6 * 3;

    private Served() {}

    static Architecture cnn() {
        return Sequential.of(
                Input.of(6, 6, 3).named("image"),
                Conv2D.of(4, 3).withActivation(relu()),
                BatchNormalization.of(),
                Flatten.of(),
                Dropout.of(0.5),
                Dense.of(4).withActivation(softmax()).named("digit"));
    }

    /** Dense alone, which anybody can follow. */
    static Architecture sum() {
        return Sequential.of(Input.of(3), Dense.of(2));
    }

    /** Images of any size, as bytes. */
    static Architecture anySize() {
        return Sequential.of(
                Input.of(-1, -1, 3).withDataType(DataType.UINT8), Conv2D.of(2, 3), GlobalAveragePooling2D.of());
    }

    static Architecture twoInTwoOut() {
        Functional.Builder builder = Functional.builder();
        Functional.Node left = builder.input(Input.of(2).named("left"));
        Functional.Node right = builder.input(Input.of(3).named("right"));
        Functional.Node both = builder.add(Concatenate.of(), left, right);
        return builder.build(
                List.of(left, right),
                List.of(
                        builder.add(Dense.of(1).named("one"), both),
                        builder.add(Dense.of(2).named("two"), both)));
    }

    static Model model(Architecture architecture, long seed) {
        return architecture.build(Seed.of(seed));
    }

    static Path keras(Path folder, String name, Architecture architecture, long seed) throws IOException {
        Path file = folder.resolve(name);
        try (Model model = model(architecture, seed)) {
            KerasArchive.write(model, file);
        }
        return file;
    }

    static Path savedModel(Path folder, String name, Architecture architecture, long seed) throws IOException {
        Path directory = folder.resolve(name);
        try (Model model = model(architecture, seed)) {
            SavedModel.write(model, directory);
        }
        return directory;
    }

    static float[] floats(int seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    static Array images(int seed, int count) {
        return Array.of(floats(seed, count * EXAMPLE), count, 6, 6, 3);
    }
}
