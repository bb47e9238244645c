package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.savedmodels.compare.LayerMatching.Key;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * What two models make of the same inputs: how far their outputs are apart, and where their layers part.
 *
 * <pre>{@code
 * ModelComparison comparison = ModelComparison.of(ours, theirs, List.of(images));
 * comparison.parting(1e-5).ifPresent(layer -> log("they part at " + layer.first()));
 * }</pre>
 *
 * @param outputs the outputs, in the models' order
 * @param layers the layers that both have, in the order in which the first computes them; empty where only outputs
 *     were compared
 * @param unmatched the layers that only one has, that give another shape, or that are called more than once
 */
public record ModelComparison(List<Difference> outputs, List<Difference> layers, List<String> unmatched) {
    /** Results of layers that are held at a time, in numbers: 64 MB of each model. */
    private static final long MAX_NUMBERS = 16L << 20;

    /** Copies the lists. */
    public ModelComparison {
        outputs = List.copyOf(outputs);
        layers = List.copyOf(layers);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * An output or a layer of both models.
     *
     * @param first its name in the first model
     * @param second its name in the second model
     * @param shape the shape of what comes out, as it was compared
     * @param difference how far apart it is
     */
    public record Difference(String first, String second, Shape shape, ArrayDifference difference) {}

    /**
     * Runs two models. All inputs go through their outputs; as many examples as fit into 64 MB through each of their
     * layers.
     *
     * @param first one
     * @param second the other; takes the same inputs
     * @param inputs one array for each input
     * @return how far they are apart
     * @throws IllegalArgumentException if the inputs do not fit one of them, or their outputs have other shapes
     */
    public static ModelComparison of(Model first, Model second, List<Array> inputs) {
        return of(first, second, inputs, 32);
    }

    /**
     * Runs two models with a given batch size.
     *
     * @param first one
     * @param second the other; takes the same inputs
     * @param inputs one array for each input
     * @param batchSize how many examples are computed at a time
     * @return how far they are apart
     * @throws IllegalArgumentException if the inputs do not fit one of them, or their outputs have other shapes
     */
    public static ModelComparison of(Model first, Model second, List<Array> inputs, int batchSize) {
        ModelComparison ends = ofOutputs(
                first.architecture().graph().outputNames(),
                first.predict(dataset(inputs), batchSize),
                second.architecture().graph().outputNames(),
                second.predict(dataset(inputs), batchSize));
        Layers layers = Layers.of(first.architecture(), second.architecture());
        List<Difference> differences = new ArrayList<>();
        for (List<Pair> pairs : chunks(layers.pairs())) {
            long numbers = pairs.stream().mapToLong(Pair::size).sum();
            int rows = (int) Math.max(1, Math.min(dataset(inputs).size(), MAX_NUMBERS / Math.max(1, numbers)));
            List<Array> some = inputs.stream().map(array -> array.rows(0, rows)).toList();
            differences.addAll(differences(first, second, pairs, some, batchSize));
        }
        return new ModelComparison(ends.outputs(), differences, layers.unmatched());
    }

    /**
     * Compares what two models, of which no more is known, gave.
     *
     * @param firstNames the names of the outputs of one
     * @param first what it gave
     * @param secondNames the names of the outputs of the other
     * @param second what it gave
     * @return how far the outputs are apart; no layers
     * @throws IllegalArgumentException if there are not the same number of outputs, or they have other shapes
     */
    public static ModelComparison ofOutputs(
            List<String> firstNames, List<Array> first, List<String> secondNames, List<Array> second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("ModelComparison: expected models with as many outputs, received "
                    + firstNames + " and " + secondNames + ".");
        }
        List<Difference> outputs = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Shape shape = first.get(i).shape();
            if (!shape.equals(second.get(i).shape())) {
                throw new IllegalArgumentException("ModelComparison: expected outputs of one shape, received "
                        + firstNames.get(i) + " " + Shapes.text(shape) + " and " + secondNames.get(i) + " "
                        + Shapes.text(second.get(i).shape()) + ".");
            }
            ArrayDifference difference = ArrayDifference.of(first.get(i), second.get(i));
            outputs.add(new Difference(firstNames.get(i), secondNames.get(i), shape, difference));
        }
        return new ModelComparison(outputs, List.of(), List.of());
    }

    /**
     * Whether all outputs are near enough; layers do not count, for what is between may be computed otherwise.
     *
     * @param tolerance how far apart, absolutely or relatively to the largest number of the output, two numbers may be
     * @return true if no output is beyond it
     */
    public boolean isWithin(double tolerance) {
        return outputs.stream().allMatch(output -> output.difference().isWithin(tolerance));
    }

    /**
     * Where the models part.
     *
     * @param tolerance how far apart, absolutely or relatively to the largest number of the layer, two numbers may be
     * @return the first layer beyond it, if there is one
     */
    public Optional<Difference> parting(double tolerance) {
        return layers.stream()
                .filter(layer -> !layer.difference().isWithin(tolerance))
                .findFirst();
    }

    private static List<Difference> differences(
            Model first, Model second, List<Pair> pairs, List<Array> inputs, int batchSize) {
        List<Array> ours = results(first, pairs.stream().map(Pair::first).toList(), inputs, batchSize);
        List<Array> theirs = results(second, pairs.stream().map(Pair::second).toList(), inputs, batchSize);
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> new Difference(
                        pairs.get(i).first(),
                        pairs.get(i).second(),
                        ours.get(i).shape(),
                        ArrayDifference.of(ours.get(i), theirs.get(i))))
                .toList();
    }

    private static List<Array> results(Model model, List<String> layers, List<Array> inputs, int batchSize) {
        List<String> all = model.architecture().graph().inputNames();
        try (Model features = model.outputsOf(layers.toArray(String[]::new))) {
            // Not every layer needs all inputs.
            List<Array> needed = features.architecture().graph().inputNames().stream()
                    .map(name -> inputs.get(all.indexOf(name)))
                    .toList();
            return features.predict(dataset(needed), batchSize);
        }
    }

    private static Dataset dataset(List<Array> inputs) {
        return Dataset.of(new Batch(inputs, List.of(), Optional.empty()));
    }

    /** One run of a model gives several layers, as many as memory has room for. */
    private static List<List<Pair>> chunks(List<Pair> pairs) {
        List<List<Pair>> chunks = new ArrayList<>();
        long numbers = Long.MAX_VALUE / 2;
        for (Pair pair : pairs) {
            if (numbers + pair.size() > MAX_NUMBERS / 8) {
                chunks.add(new ArrayList<>());
                numbers = 0;
            }
            chunks.get(chunks.size() - 1).add(pair);
            numbers += pair.size();
        }
        return chunks;
    }

    /**
     * A layer of both models.
     *
     * @param first its name in the first
     * @param second its name in the second
     * @param size the numbers that it makes of an example; unknown sizes count as 1
     */
    private record Pair(String first, String second, long size) {}

    /** The layers of two models that can be compared, and those that cannot. */
    private record Layers(List<Pair> pairs, List<String> unmatched) {
        static Layers of(Architecture first, Architecture second) {
            List<LayerGraph.Call> calls = callsOnce(first.graph());
            List<LayerGraph.Call> others = callsOnce(second.graph());
            int[] places = LayerMatching.of(keys(first.graph(), calls), keys(second.graph(), others));
            List<Pair> pairs = new ArrayList<>();
            Set<String> unmatched = new LinkedHashSet<>(calledOften(first.graph()));
            unmatched.addAll(calledOften(second.graph()));
            boolean[] matched = new boolean[others.size()];
            for (int i = 0; i < places.length; i++) {
                String name = name(first.graph(), calls.get(i));
                boolean isSame = places[i] >= 0
                        && Shapes.same(
                                calls.get(i).outputShapes().get(0),
                                others.get(places[i]).outputShapes().get(0));
                if (isSame) {
                    matched[places[i]] = true;
                    String other = name(second.graph(), others.get(places[i]));
                    pairs.add(new Pair(
                            name, other, size(calls.get(i).outputShapes().get(0))));
                } else {
                    unmatched.add(name);
                }
            }
            for (int i = 0; i < matched.length; i++) {
                if (!matched[i]) {
                    unmatched.add(name(second.graph(), others.get(i)));
                }
            }
            return new Layers(List.copyOf(pairs), List.copyOf(unmatched));
        }

        /** The calls of layers that are called once, without inputs, which are the same anyway. */
        private static List<LayerGraph.Call> callsOnce(LayerGraph graph) {
            return graph.calls().stream()
                    .filter(call -> !call.inputs().isEmpty() && count(graph, call.layer()) == 1)
                    .toList();
        }

        private static List<String> calledOften(LayerGraph graph) {
            return IntStream.range(0, graph.layers().size())
                    .filter(layer -> count(graph, layer) > 1)
                    .mapToObj(layer -> graph.layers().get(layer).name())
                    .toList();
        }

        private static long count(LayerGraph graph, int layer) {
            return graph.calls().stream().filter(call -> call.layer() == layer).count();
        }

        private static List<Key> keys(LayerGraph graph, List<LayerGraph.Call> calls) {
            return calls.stream()
                    .map(call -> new Key(
                            name(graph, call),
                            graph.layers().get(call.layer()).layer().kind()))
                    .toList();
        }

        private static String name(LayerGraph graph, LayerGraph.Call call) {
            return graph.layers().get(call.layer()).name();
        }

        private static long size(Shape shape) {
            long size = 1;
            for (int i = 1; i < shape.numDimensions(); i++) {
                size *= Math.max(1, shape.get(i));
            }
            return size;
        }
    }
}
