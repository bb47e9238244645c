package io.cornu.models;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import org.tensorflow.ndarray.Shape;

/** The course's network for MNIST: 784-128-10, or another number of units between. */
public final class Mlp {
    private static final int UNITS = 128;

    private Mlp() {}

    /**
     * The network for examples of any shape.
     *
     * @param example the dimensions of an example, all known
     * @param classes how many classes to tell apart, at least 2
     * @return the architecture
     */
    public static Architecture of(Shape example, int classes) {
        return of(example, UNITS, classes);
    }

    /**
     * The network with a hidden layer of any size.
     *
     * @param example the dimensions of an example, all known
     * @param units the size of the hidden layer, at least 1
     * @param classes how many classes to tell apart, at least 2
     * @return the architecture
     * @throws IllegalArgumentException if a size is below 1
     */
    public static Architecture of(Shape example, int units, int classes) {
        return Sequential.of(
                Input.of(example.asArray()),
                Flatten.of(),
                Dense.of(units).withActivation(relu()),
                Dense.of(classes).withActivation(softmax()));
    }
}
