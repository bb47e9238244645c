package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A function of each number: {@code sin(x)}, {@code x * 2}, {@code a + b}, {@code where(c, a, b)}.
 *
 * <p>Shapes: inputs of the same rank that broadcast, and constants without the batch, to the shape they broadcast to.
 *
 * <p>Source: the operations of {@code keras.ops} that work place by place, Keras 3.15.
 *
 * @param function what is computed
 * @param operands what it is computed of, in order: a constant, or empty for the next input
 * @param parameters the function's {@link ElementwiseFunction#parameters options}, in order
 */
public record Elementwise(ElementwiseFunction function, List<Optional<Array>> operands, List<Double> parameters)
        implements Layer {
    /**
     * Checks and copies the lists.
     *
     * @throws IllegalArgumentException if their lengths are not the function's, there is no input, or an option is not
     *     finite
     */
    public Elementwise {
        String where = function.kerasName();
        Arguments.require(
                operands.size() == function.arity() && operands.stream().anyMatch(Optional::isEmpty),
                where,
                "there must be " + function.arity() + " operands, one of them an input",
                operands);
        Arguments.require(
                parameters.size() == function.parameters().size()
                        && parameters.stream().allMatch(Double::isFinite),
                where,
                "there must be a finite number for each of the options "
                        + function.parameters().stream().map(Parameter::name).toList(),
                parameters);
        operands = List.copyOf(operands);
        parameters = List.copyOf(parameters);
    }

    /**
     * A function of inputs only, with Keras' options.
     *
     * @param function what is computed
     * @return the layer
     * @throws IllegalArgumentException if an option has no default
     */
    public static Elementwise of(ElementwiseFunction function) {
        return of(function, Collections.nCopies(function.arity(), Optional.empty()));
    }

    /**
     * A function of inputs and constants, with Keras' options.
     *
     * @param function what is computed
     * @param operands what of, in order: a constant, or empty for the next input
     * @return the layer
     * @throws IllegalArgumentException if there are not as many as the function takes, or an option has no default
     */
    public static Elementwise of(ElementwiseFunction function, List<Optional<Array>> operands) {
        List<Double> defaults = new ArrayList<>();
        for (Parameter parameter : function.parameters()) {
            parameter.initial().ifPresent(defaults::add);
        }
        return new Elementwise(function, operands, defaults);
    }

    /**
     * The same function with other options.
     *
     * @param newParameters in the order of {@link ElementwiseFunction#parameters}
     * @return a copy
     * @throws IllegalArgumentException if there are not as many as the function has, or one is not finite
     */
    public Elementwise withParameters(List<Double> newParameters) {
        return new Elementwise(function, operands, newParameters);
    }

    @Override
    public String kind() {
        return function.kerasName();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Batches.requireInputs(inputs, Operands.inputs(operands));
        Shape shape = inputs.stream().reduce(Batches::broadcast).orElseThrow();
        for (Optional<Array> operand : operands) {
            if (operand.isPresent()) {
                shape = Batches.broadcastConstant(shape, operand.get().shape());
            }
        }
        return shape;
    }

    /** Whole numbers, such as those of an embedding, must be compared as they are. */
    @Override
    public boolean isPrecisionSensitive() {
        return function.isLogical();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return function.apply(call.tf(), Operands.of(call, operands), parameters);
    }
}
