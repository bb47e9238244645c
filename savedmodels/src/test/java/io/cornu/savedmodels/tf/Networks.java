package io.cornu.savedmodels.tf;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Size2D;
import io.cornu.model.Architecture;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Random;

/** The networks that are written and read. */
final class Networks {
    static final Seed SEED = Seed.of(5);

    private Networks() {}

    /** The base CNN in small. */
    static Architecture convolutional() {
        return Sequential.of(
                Input.of(8, 8, 1).named("image"),
                Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(16).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()).named("digit"));
    }

    /** A trained one, so that moving averages are not what they start from. */
    static Model trained() {
        Model model = convolutional().build(SEED);
        int[] labels = new Random(2).ints(64, 0, 10).toArray();
        model.compile(Adam.of(0.01), sparseCategoricalCrossentropy())
                .fit(Dataset.of(numbers(1, 64, 8, 8, 1), Array.of(labels)), Fit.epochs(2));
        return model;
    }

    /** Bytes and floats in, two outputs out, whose names are in another order than the alphabet's. */
    static Architecture twoInTwoOut() {
        Functional.Builder builder = Functional.builder();
        Functional.Node image =
                builder.input(Input.of(6, 6, 1).withDataType(DataType.UINT8).named("image"));
        Functional.Node extra = builder.input(Input.of(3).named("extra"));
        Functional.Node x = builder.add(Rescaling.of(1 / 255.0), image);
        x = builder.add(Conv2D.of(2, 3).withPadding(Padding.SAME).withDilationRate(Size2D.square(2)), x);
        x = builder.add(Concatenate.of(), builder.add(Flatten.of(), x), extra);
        Functional.Node second = builder.add(Dense.of(2).named("second"), x);
        Functional.Node first = builder.add(Dense.of(1).named("first"), x);
        return builder.build(List.of(image, extra), List.of(second, first));
    }

    static Array numbers(int seed, long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, Math.toIntExact(dimension));
        }
        float[] values = new float[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return Array.of(values, shape);
    }

    static Array bytes(int seed, long... shape) {
        byte[] values = new byte[numbers(seed, shape).size()];
        new Random(seed).nextBytes(values);
        return Array.of(values, shape);
    }
}
