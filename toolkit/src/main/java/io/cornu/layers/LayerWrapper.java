package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** A layer with something told of it besides, which computes what the layer computes. */
interface LayerWrapper extends Layer {
    /** The layer itself. */
    Layer layer();

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return layer().outputShape(inputs);
    }

    @Override
    default List<Shape> outputShapes(List<Shape> inputs) {
        return layer().outputShapes(inputs);
    }

    @Override
    default List<VariableSpec> variables(List<Shape> inputs) {
        return layer().variables(inputs);
    }

    @Override
    default <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return layer().call(call);
    }

    @Override
    default <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        return layer().callAll(call);
    }

    @Override
    default boolean supportsMasking() {
        return layer().supportsMasking();
    }

    @Override
    default <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return layer().outputMask(call);
    }

    @Override
    default <T extends TFloating> List<Optional<Operand<TBool>>> outputMasks(LayerCall<T> call) {
        return layer().outputMasks(call);
    }

    @Override
    default boolean isStochastic() {
        return layer().isStochastic();
    }

    @Override
    default boolean isPrecisionSensitive() {
        return layer().isPrecisionSensitive();
    }

    @Override
    default String kind() {
        return layer().kind();
    }
}
