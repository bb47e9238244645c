package io.cornu.layers.attention;

import io.cornu.layers.LayerShapeException;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Over which axes heads attend, and what that means as equations. Projections are of shape (batch, axes..., heads, size).
 *
 * @param attended the axes of steps
 * @param scores from key and query to (batch, other axes..., heads, query axes..., key axes...)
 * @param values from that and the value to the query's axes
 */
record HeadAxes(List<Integer> attended, String scores, String values) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int MAX_RANK = 8;

    static HeadAxes of(List<Shape> inputs, List<Integer> stated) {
        Shape query = inputs.get(0);
        int rank = query.numDimensions();
        for (Shape input : inputs) {
            if (rank < 3 || rank > MAX_RANK || input.numDimensions() != rank) {
                throw new LayerShapeException(
                        "expected inputs (batch, steps, ..., features) of one rank, received "
                                + inputs.stream().map(Shapes::text).collect(Collectors.joining(" and ")),
                        "Add Reshape.of(steps, features) before it.");
            }
        }
        AttentionInputs.requireFeatures(inputs);
        List<Integer> attended = stated.isEmpty()
                ? IntStream.range(1, rank - 1).boxed().toList()
                : stated.stream().map(axis -> axis < 0 ? rank + axis : axis).toList();
        if (attended.stream().anyMatch(axis -> axis < 1 || axis > rank - 2)
                || attended.stream().distinct().count() < attended.size()) {
            throw new LayerShapeException(
                    "expected different attention axes from 1 to " + (rank - 2) + ", received " + stated + " for "
                            + Shapes.text(query),
                    "Choose axes between the batch and the features.");
        }
        for (int axis = 1; axis < rank - 1; axis++) {
            AttentionInputs.requireSame(
                    axis, inputs.get(1), AttentionInputs.key(inputs), "value and key of as many steps");
            if (!attended.contains(axis)) {
                AttentionInputs.requireSame(
                        axis,
                        query,
                        inputs.get(1),
                        "query and value of the same size along axes that are not attended");
            }
        }
        return equations(rank, attended);
    }

    private static HeadAxes equations(int rank, List<Integer> attended) {
        String target = LETTERS.substring(0, rank + 1);
        StringBuilder source = new StringBuilder(target);
        StringBuilder product = new StringBuilder();
        for (int axis = 0; axis < rank; axis++) {
            if (!attended.contains(axis)) {
                product.append(target.charAt(axis));
            }
        }
        attended.forEach(axis -> product.append(target.charAt(axis)));
        for (int axis : attended) {
            char letter = LETTERS.charAt(rank + 1 + attended.indexOf(axis));
            source.setCharAt(axis, letter);
            product.append(letter);
        }
        return new HeadAxes(attended, source + "," + target + "->" + product, product + "," + source + "->" + target);
    }
}
