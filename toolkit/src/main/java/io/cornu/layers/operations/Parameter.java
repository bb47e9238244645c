package io.cornu.layers.operations;

import java.util.OptionalDouble;

/**
 * An option of an {@link ElementwiseFunction}.
 *
 * @param name Keras' name of it
 * @param initial Keras' default; empty if it must be given
 * @param isFlag whether it is 0 or 1, for false or true
 */
public record Parameter(String name, OptionalDouble initial, boolean isFlag) {
    static Parameter of(String name, double initial) {
        return new Parameter(name, OptionalDouble.of(initial), false);
    }

    static Parameter flag(String name, boolean initial) {
        return new Parameter(name, OptionalDouble.of(initial ? 1 : 0), true);
    }

    static Parameter required(String name) {
        return new Parameter(name, OptionalDouble.empty(), false);
    }
}
