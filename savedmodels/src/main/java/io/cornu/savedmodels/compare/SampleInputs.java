package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Embedding;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Inputs that a network takes, for trying it where no data is at hand: the same seed gives the same numbers.
 *
 * <p>Real numbers are uniform in [0, 1), bytes in [0, 255]; what goes into an {@code Embedding} is one of its numbers,
 * other integers are 0 or 1. A dimension that the network leaves open becomes 32.
 */
public final class SampleInputs {
    private static final int OPEN = 32;
    private static final int BYTE = 256;
    private static final long MAX_NUMBERS = 1L << 28;

    private SampleInputs() {}

    /**
     * Inputs for a network.
     *
     * @param architecture the network
     * @param examples how many rows; at least 1
     * @param seed what the numbers are drawn from
     * @return one array for each input
     * @throws IllegalArgumentException if there would be 2^28 numbers or more
     */
    public static List<Array> of(Architecture architecture, int examples, Seed seed) {
        LayerGraph graph = architecture.graph();
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            int call = graph.inputs().get(i);
            Layer layer = graph.layers().get(graph.calls().get(call).layer()).layer();
            DataType type = layer instanceof io.cornu.layers.Input input ? input.dataType() : DataType.FLOAT32;
            Shape shape = graph.inputShapes().get(i);
            arrays.add(
                    array(graph.inputNames().get(i), type, shape, embedded(graph, call), examples, generator(seed, i)));
        }
        return List.copyOf(arrays);
    }

    /**
     * Inputs for a signature of a SavedModel.
     *
     * @param inputs what it takes
     * @param examples how many rows, where the number of rows is open; at least 1
     * @param seed what the numbers are drawn from
     * @return one array for each input
     * @throws IllegalArgumentException if one takes no numbers, or its rank is open, or there would be 2^28 numbers or
     *     more
     */
    public static List<Array> of(List<TensorDescription> inputs, int examples, Seed seed) {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            TensorDescription input = inputs.get(i);
            DataType type = input.dataType()
                    .orElseThrow(
                            () -> new IllegalArgumentException("SampleInputs: expected inputs of numbers, received "
                                    + input + ". Give the inputs yourself."));
            if (input.shape().isUnknown()) {
                throw new IllegalArgumentException("SampleInputs: expected inputs of known rank, received " + input
                        + ". Give the inputs yourself.");
            }
            arrays.add(array(input.name(), type, input.shape(), OptionalInt.empty(), examples, generator(seed, i)));
        }
        return List.copyOf(arrays);
    }

    private static RandomGenerator generator(Seed seed, int input) {
        return seed.derive("sample-input", input).generator();
    }

    /** The numbers that an Embedding behind the input has. */
    private static OptionalInt embedded(LayerGraph graph, int input) {
        return graph.calls().stream()
                .filter(call -> call.inputs().stream().anyMatch(result -> result.call() == input))
                .map(call -> graph.layers().get(call.layer()).layer())
                .filter(Embedding.class::isInstance)
                .mapToInt(layer -> ((Embedding) layer).inputDim())
                .min();
    }

    private static Array array(
            String name, DataType type, Shape shape, OptionalInt embedded, int examples, RandomGenerator random) {
        long[] sizes = shape.asArray();
        long size = 1;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] != Shape.UNKNOWN_SIZE ? sizes[i] : i == 0 ? examples : OPEN;
            size *= sizes[i];
            if (size >= MAX_NUMBERS) {
                throw new IllegalArgumentException("SampleInputs: expected inputs of less than " + MAX_NUMBERS
                        + " numbers, received " + name + " of " + Shapes.text(shape) + " for " + examples
                        + " examples. Ask for fewer.");
            }
        }
        boolean isReal = type.isFloating() && embedded.isEmpty();
        int bound = embedded.orElse(type == DataType.UINT8 ? BYTE : 2);
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            values[i] = isReal ? random.nextFloat() : random.nextInt(bound);
        }
        return Array.of(values, sizes).cast(type);
    }
}
