package io.cornu.layers.recurrent;

import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.recurrent.RecurrentCell.Step;
import io.cornu.layers.recurrent.RecurrentCell.Stepper;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A sequence gone through, step by step.
 *
 * @param <T> the type of the numbers
 */
final class Unrolled<T extends TFloating> {
    private final RecurrentLayer layer;
    private final LayerCall<T> call;
    private final Ops tf;

    Unrolled(RecurrentLayer layer, LayerCall<T> call) {
        this.layer = layer;
        this.call = call;
        this.tf = call.tf();
    }

    /** Each step costs the first call milliseconds, and a file may state any number. */
    static void requireFewSteps(Shape input) {
        if (input.get(1) > RecurrentLayer.MAX_STEPS) {
            throw new LayerShapeException(
                    "expected at most " + RecurrentLayer.MAX_STEPS
                            + " steps, since each becomes a part of the graph, received " + Shapes.text(input),
                    "Cut the sequences, or shorten them by Conv1D or AveragePooling1D with strides before it.");
        }
    }

    Operand<T> output() {
        Shape shape = call.inputShapes().get(0);
        List<Operand<T>> inputs = steps(call.input(), shape.get(1));
        Optional<List<Operand<TBool>>> masks = call.mask().map(mask -> steps(mask, shape.get(1)));
        Shape stepShape = Shape.of(shape.get(0), shape.get(2));
        Stepper<T> stepper = layer.cell()
                .begin(call.inner("cell", List.of(inputs.get(0)), List.of(stepShape), List.of(Optional.empty())));
        List<Operand<T>> states =
                layer.cell().stateSizes(shape.get(2)).stream().map(this::zeros).toList();
        Operand<T> before = zeros(layer.cell().outputSize(shape.get(2)));
        List<Operand<T>> outputs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Step<T> step = stepper.step(inputs.get(i), states);
            Operand<T> output = step.output();
            if (masks.isPresent()) {
                Operand<TBool> counts = tf.expandDims(masks.get().get(i), tf.constant(1));
                before = tf.select(counts, output, before);
                output = layer.zeroOutputForMask() ? tf.select(counts, output, tf.zerosLike(output)) : before;
                states = selected(counts, step.states(), states);
            } else {
                states = step.states();
            }
            outputs.add(output);
        }
        return layer.returnSequences() ? tf.stack(outputs, Stack.axis(1L)) : outputs.get(outputs.size() - 1);
    }

    private List<Operand<T>> selected(Operand<TBool> counts, List<Operand<T>> after, List<Operand<T>> before) {
        List<Operand<T>> selected = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            selected.add(tf.select(counts, after.get(i), before.get(i)));
        }
        return selected;
    }

    private <V extends TType> List<Operand<V>> steps(Operand<V> sequence, long count) {
        List<Operand<V>> steps =
                new ArrayList<>(tf.unstack(sequence, count, Unstack.axis(1L)).output());
        if (layer.goBackwards()) {
            Collections.reverse(steps);
        }
        return steps;
    }

    private Operand<T> zeros(int size) {
        Operand<TInt32> batch =
                tf.slice(tf.shape(call.input()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
        return tf.fill(tf.concat(List.of(batch, tf.constant(new int[] {size})), tf.constant(0)), call.constant(0));
    }
}
