package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The axes in another order.
 *
 * <p>Shapes: (batch, ...) to (batch, ...).
 *
 * <p>Source: {@code keras.ops.transpose}, {@code swapaxes} and {@code moveaxis}, Keras 3.15.
 *
 * @param form how the order is described
 * @param axes all axes in the new order, the batch 0 first; or those that are swapped or moved
 * @param destinations where axes are moved to; none for the other forms
 */
public record Permutation(Form form, List<Integer> axes, List<Integer> destinations) implements Layer {
    /** How an order of axes is described. */
    public enum Form {
        /** All axes in the new order. */
        TRANSPOSE,
        /** Two axes that change places. */
        SWAPAXES,
        /** Axes that move to other places, while the rest keep their order. */
        MOVEAXIS
    }

    /**
     * Checks and copies the axes.
     *
     * @throws IllegalArgumentException if there are not two axes to swap, or not as many destinations as axes to move
     */
    public Permutation {
        axes = List.copyOf(axes);
        destinations = List.copyOf(destinations);
        Arguments.require(
                form != Form.SWAPAXES || axes.size() == 2, "Swapaxes", "there must be two axes", axes);
        Arguments.require(
                destinations.size() == (form == Form.MOVEAXIS ? axes.size() : 0),
                KerasNames.className(form),
                "there must be as many destinations as axes to move",
                destinations);
    }

    @Override
    public String kind() {
        return KerasNames.className(form);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(Arrays.stream(order(input)).mapToLong(input::get).toArray());
    }

    private int[] order(Shape input) {
        int rank = input.numDimensions();
        int[] order =
                switch (form) {
                    case TRANSPOSE -> axes.stream()
                            .mapToInt(axis -> axis < 0 ? axis + rank : axis)
                            .toArray();
                    case SWAPAXES -> swapped(input);
                    case MOVEAXIS -> moved(input);
                };
        boolean isOrder = order.length == rank
                && order[0] == 0
                && Arrays.stream(order).distinct().count() == rank
                && Arrays.stream(order).allMatch(axis -> axis >= 0 && axis < rank);
        if (!isOrder) {
            throw new LayerShapeException(
                    "expected every axis once, the batch first, received " + Arrays.toString(order) + " for "
                            + Shapes.text(input),
                    "Start with 0 and name each axis up to " + (rank - 1) + ".");
        }
        return order;
    }

    private int[] swapped(Shape input) {
        int[] order = IntStream.range(0, input.numDimensions()).toArray();
        int first = Batches.axis(axes.get(0), input);
        int second = Batches.axis(axes.get(1), input);
        order[first] = second;
        order[second] = first;
        return order;
    }

    private int[] moved(Shape input) {
        int rank = input.numDimensions();
        List<Integer> sources = axes.stream().map(axis -> Batches.axis(axis, input)).toList();
        List<Integer> targets = destinations.stream().map(axis -> Batches.axis(axis, input)).toList();
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, rank).filter(axis -> !sources.contains(axis)).boxed().toList());
        IntStream.range(0, sources.size())
                .boxed()
                .sorted((a, b) -> Integer.compare(targets.get(a), targets.get(b)))
                .forEach(i -> order.add(Math.min(targets.get(i), order.size()), sources.get(i)));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int[] order = order(call.inputShapes().get(0));
        return call.tf().linalg.transpose(call.input(), call.tf().constant(order));
    }
}
