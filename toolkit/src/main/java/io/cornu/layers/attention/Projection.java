package io.cornu.layers.attention;

import io.cornu.layers.EinsumDense;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A dense layer within an attention layer, from features to heads or back.
 *
 * @param name Keras' attribute
 * @param dense the layer
 * @param input the shape of what goes in
 */
record Projection(String name, EinsumDense dense, Shape input) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    /**
     * A projection of the last axes.
     *
     * @param name Keras' attribute
     * @param input the shape of what goes in
     * @param summed how many axes go
     * @param sizes of the axes that come in their place
     * @param options those of the layer around it
     */
    static Projection of(String name, Shape input, int summed, List<Integer> sizes, ProjectionOptions options) {
        int free = input.numDimensions() - summed;
        String kept = LETTERS.substring(0, free);
        String gone = LETTERS.substring(free, free + summed);
        String made = LETTERS.substring(free + summed, free + summed + sizes.size());
        int[] output = IntStream.concat(
                        IntStream.generate(() -> -1).limit(free - 1L),
                        sizes.stream().mapToInt(Integer::intValue))
                .toArray();
        String equation = kept + gone + "," + gone + made + "->" + kept + made;
        return new Projection(name, options.applyTo(EinsumDense.of(equation, output), made), input);
    }

    static List<VariableSpec> variables(List<Projection> projections) {
        return projections.stream()
                .flatMap(each ->
                        each.dense.variables(List.of(each.input)).stream().map(spec -> spec.within(each.name + "/")))
                .toList();
    }

    <T extends TFloating> Operand<T> apply(LayerCall<T> call, Operand<T> x) {
        return dense.call(call.inner(name, List.of(x), List.of(input), List.of(Optional.empty())));
    }
}
