package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Sums of products of one or two tensors, in Einstein's notation: {@code bij,bjk->bik}.
 *
 * <p>Shapes: as the letters say; the first letter of every input and of the result is the batch.
 *
 * <p>Source: {@code keras.ops.einsum}, Keras 3.15.
 *
 * @param subscripts the letters of each operand and of the result, without an ellipsis
 * @param operands one or two: a constant, or empty for the next input
 */
public record Einsum(String subscripts, List<Optional<Array>> operands) implements Layer {
    /**
     * Checks the letters and copies the operands.
     *
     * @throws IllegalArgumentException if letters are missing, repeated within an operand, or do not keep the batch
     */
    public Einsum {
        operands = List.copyOf(operands);
        subscripts = subscripts.replace(" ", "");
        Arguments.require(
                subscripts.matches("[a-zA-Z]+(,[a-zA-Z]+)?->[a-zA-Z]+")
                        && terms(subscripts).length == operands.size()
                        && isBatched(subscripts, operands),
                "Einsum",
                "subscripts must name each axis of one or two operands and of the result, and the batch first in"
                        + " inputs and result only",
                subscripts);
    }

    /**
     * Sums of products of inputs.
     *
     * @param subscripts the letters of each input and of the result
     * @return the layer
     * @throws IllegalArgumentException if the letters are not as described
     */
    public static Einsum of(String subscripts) {
        return new Einsum(subscripts, Collections.nCopies(terms(subscripts).length, Optional.empty()));
    }

    private static String[] terms(String subscripts) {
        return subscripts.split("->", 2)[0].split(",");
    }

    private static String result(String subscripts) {
        return subscripts.substring(subscripts.indexOf("->") + 2);
    }

    private static boolean isBatched(String subscripts, List<Optional<Array>> operands) {
        String result = result(subscripts);
        char batch = result.charAt(0);
        boolean isGood = isDistinct(result) && result.chars().allMatch(letter -> subscripts.indexOf(letter) >= 0);
        String given = "";
        for (int i = 0; i < operands.size(); i++) {
            String term = terms(subscripts)[i];
            boolean isInput = operands.get(i).isEmpty();
            isGood &= isDistinct(term) && (isInput ? term.charAt(0) == batch : term.indexOf(batch) < 0);
            isGood &= operands.get(i)
                    .map(array -> array.shape().numDimensions() == term.length())
                    .orElse(true);
            given += term;
        }
        String all = given;
        return isGood
                && operands.stream().anyMatch(Optional::isEmpty)
                && result.chars().allMatch(letter -> all.indexOf(letter) >= 0);
    }

    private static boolean isDistinct(String letters) {
        return letters.chars().distinct().count() == letters.length();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Batches.requireInputs(inputs, Operands.inputs(operands));
        Map<Character, Long> sizes = new HashMap<>();
        Iterator<Shape> shapes = inputs.iterator();
        for (int i = 0; i < operands.size(); i++) {
            String term = terms(subscripts)[i];
            Shape shape = operands.get(i).map(Array::shape).orElseGet(shapes::next);
            boolean fits = shape.numDimensions() == term.length();
            for (int axis = 0; fits && axis < term.length(); axis++) {
                long size = shape.get(axis);
                long known = sizes.getOrDefault(term.charAt(axis), Shape.UNKNOWN_SIZE);
                fits = known == size || known == Shape.UNKNOWN_SIZE || size == Shape.UNKNOWN_SIZE;
                sizes.put(term.charAt(axis), Math.max(known, size));
            }
            if (!fits) {
                throw new LayerShapeException(
                        "expected input that fits '" + term + "' in '" + subscripts + "', received "
                                + Shapes.text(shape),
                        "Give every axis a letter, and axes of one letter the same size.");
            }
        }
        return Shape.of(result(subscripts).chars().mapToLong(letter -> sizes.getOrDefault((char) letter, Shape.UNKNOWN_SIZE)).toArray());
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().linalg.einsum(Operands.of(call, operands), subscripts);
    }
}
