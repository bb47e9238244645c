package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A layer with a name chosen by the user; made by {@link Layer#named}.
 *
 * @param name the name within a network
 * @param layer the layer itself
 */
public record NamedLayer(String name, Layer layer) implements Layer {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.\\-]*");

    /**
     * Checks the name; a named layer named again has the new name only.
     *
     * @throws IllegalArgumentException if the name has other characters than a layer's name may have
     */
    public NamedLayer {
        layer = layer instanceof NamedLayer named ? named.layer : layer;
        Arguments.require(
                NAME.matcher(name).matches(),
                layer.kind(),
                "name must be letters, digits, '_', '-' and '.', and start with a letter or digit",
                "'" + name + "'");
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
