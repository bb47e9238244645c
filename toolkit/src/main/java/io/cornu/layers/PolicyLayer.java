package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A layer with a type of numbers of its own, see {@link Layer#withPolicy}.
 *
 * @param policy in which type it computes
 * @param layer the layer
 */
public record PolicyLayer(DTypePolicy policy, Layer layer) implements Layer {
    /** Of several policies the last counts. */
    public PolicyLayer {
        layer = layer instanceof PolicyLayer inner ? inner.layer : layer;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return layer.outputShape(inputs);
    }

    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        return layer.outputShapes(inputs);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return layer.variables(inputs);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return layer.call(call);
    }

    @Override
    public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        return layer.callAll(call);
    }

    @Override
    public boolean supportsMasking() {
        return layer.supportsMasking();
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return layer.outputMask(call);
    }

    @Override
    public <T extends TFloating> List<Optional<Operand<TBool>>> outputMasks(LayerCall<T> call) {
        return layer.outputMasks(call);
    }

    @Override
    public boolean isStochastic() {
        return layer.isStochastic();
    }

    @Override
    public boolean isPrecisionSensitive() {
        return layer.isPrecisionSensitive();
    }

    @Override
    public String kind() {
        return layer.kind();
    }
}
