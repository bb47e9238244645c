package io.cornu.layers.recurrent;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.VariableSpec;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Applies a layer to every step of a sequence, with the same weights.
 *
 * <p>Shapes: (batch, steps, ...) to (batch, steps, ...), without steps what the layer makes of an example. The number of
 * steps must be known and at most {@value RecurrentLayer#MAX_STEPS}.
 *
 * <p>Source: {@code keras.layers.TimeDistributed}, Keras 3.15.
 *
 * @param layer what is applied; may not itself change statistics
 */
public record TimeDistributed(Layer layer) implements Layer {
    /**
     * A layer applied to every step.
     *
     * @param layer what is applied
     * @return the layer
     */
    public static TimeDistributed of(Layer layer) {
        return new TimeDistributed(layer);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.numDimensions() < 3 || input.get(1) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected input (batch, steps, ...) with a known number of steps, received " + Shapes.text(input),
                    "State it in Input.of(steps, ...).");
        }
        Unrolled.requireFewSteps(input);
        Shape output = layer.outputShape(List.of(step(input)));
        return Shape.of(LongStream.concat(
                        LongStream.of(input.get(0), input.get(1)),
                        LongStream.of(output.asArray()).skip(1))
                .toArray());
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return layer.variables(List.of(step(inputs.get(0)))).stream()
                .map(spec -> spec.within("layer/"))
                .toList();
    }

    @Override
    public boolean isStochastic() {
        return layer.isStochastic();
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Shape shape = call.inputShapes().get(0);
        List<Shape> stepShape = List.of(step(shape));
        List<Operand<T>> outputs = new ArrayList<>();
        Optional<List<Operand<TBool>>> masks = call.mask()
                .map(mask -> new ArrayList<>(
                        call.tf().unstack(mask, shape.get(1), Unstack.axis(1L)).output()));
        int i = 0;
        for (Operand<T> input :
                call.tf().unstack(call.input(), shape.get(1), Unstack.axis(1L)).output()) {
            int number = i++;
            outputs.add(layer.call(
                    call.inner("layer", List.of(input), stepShape, List.of(masks.map(steps -> steps.get(number))))));
        }
        return call.tf().stack(outputs, Stack.axis(1L));
    }

    private static Shape step(Shape input) {
        return Shape.of(LongStream.concat(
                        LongStream.of(input.get(0)),
                        LongStream.of(input.asArray()).skip(2))
                .toArray());
    }
}
