package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Layer;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A network whose batch normalization has become part of the layers before it, with its weights. */
final class Folding {
    private final Architecture architecture;
    private final Map<String, Array> weights;

    Folding(Architecture source, Weights weights) {
        this.weights = new LinkedHashMap<>(weights.byPath());
        architecture = folded(source, "");
        // Weights stand in the order of the layers.
        Map<String, Array> ordered = new LinkedHashMap<>();
        architecture.graph().variables().keySet().forEach(path -> ordered.put(path, value(path)));
        this.weights.clear();
        this.weights.putAll(ordered);
    }

    /** A network, or one nested in it, whose paths begin with a prefix. */
    private Architecture folded(Architecture source, String prefix) {
        LayerGraph graph = source.graph();
        Map<Integer, Integer> folded = new HashMap<>();
        Map<Integer, Layer> replaced = new HashMap<>();
        for (int i = 0; i < graph.layers().size(); i++) {
            NetworkLayer layer = graph.layers().get(i);
            if (layer.layer() instanceof Submodel nested) {
                replaced.put(i, new Submodel(folded(nested.architecture(), prefix + layer.name() + "/")));
            }
        }
        for (int i = 0; i < graph.calls().size(); i++) {
            int normalization = i;
            int layer = graph.calls().get(i).layer();
            foldable(graph, i).ifPresent(scaled -> {
                int before = graph.calls().get(normalization).inputCalls().get(0);
                int target = graph.calls().get(before).layer();
                folded.put(normalization, before);
                replaced.put(target, scaled.withBias());
                NetworkLayer normalizing = graph.layers().get(layer);
                fold(
                        prefix + graph.layers().get(target).name(),
                        scaled,
                        prefix + normalizing.name(),
                        (BatchNormalization) normalizing.layer());
            });
        }
        return rebuilt(source, folded, replaced);
    }

    Architecture architecture() {
        return architecture;
    }

    Weights weights() {
        return new Weights(weights);
    }

    /** The layer before a normalization, if the normalization can become part of it. */
    private static Optional<ScaledOutput> foldable(LayerGraph graph, int call) {
        Call normalization = graph.calls().get(call);
        if (!(graph.layers().get(normalization.layer()).layer() instanceof BatchNormalization normalizing)
                || isCalledAgain(graph, normalization.layer())) {
            return Optional.empty();
        }
        int before = normalization.inputCalls().get(0);
        Call scaled = graph.calls().get(before);
        long users = graph.calls().stream()
                .filter(other -> other.inputCalls().contains(before))
                .count();
        if (users != 1
                || graph.outputs().stream().anyMatch(output -> output.call() == before)
                || isCalledAgain(graph, scaled.layer())) {
            return Optional.empty();
        }
        int rank = scaled.outputShapes().get(0).numDimensions();
        int axis = Math.floorMod(normalizing.axis(), rank);
        return ScaledOutput.of(graph.layers().get(scaled.layer()).layer())
                .filter(found -> found.channelAxis(rank) == axis);
    }

    private static boolean isCalledAgain(LayerGraph graph, int layer) {
        return graph.calls().stream().filter(call -> call.layer() == layer).count() > 1;
    }

    private void fold(String name, ScaledOutput scaled, String normalization, BatchNormalization settings) {
        double[] mean = value(normalization + "/moving_mean").toDoubles();
        double[] variance = value(normalization + "/moving_variance").toDoubles();
        double[] factor = new double[mean.length];
        double[] gamma = settings.scale()
                ? value(normalization + "/gamma").toDoubles()
                : IntStream.range(0, mean.length).mapToDouble(i -> 1).toArray();
        double[] shift = settings.center() ? value(normalization + "/beta").toDoubles() : new double[mean.length];
        double[] bias = scaled.useBias() ? value(name + "/bias").toDoubles() : new double[mean.length];
        for (int i = 0; i < factor.length; i++) {
            factor[i] = gamma[i] / Math.sqrt(variance[i] + settings.epsilon());
            bias[i] = (bias[i] - mean[i]) * factor[i] + shift[i];
        }
        Array kernel = value(name + "/" + scaled.kernel());
        weights.put(
                name + "/" + scaled.kernel(),
                Array.of(scaled.times(kernel, factor), kernel.shape().asArray()).cast(kernel.dataType()));
        weights.put(name + "/bias", Array.of(bias).cast(kernel.dataType()));
    }

    private Array value(String path) {
        Array value = weights.get(path);
        if (value == null) {
            throw new IllegalStateException("no weight " + path);
        }
        return value;
    }

    private static Architecture rebuilt(
            Architecture source, Map<Integer, Integer> folded, Map<Integer, Layer> replaced) {
        LayerGraph graph = source.graph();
        GraphBuilder builder = new GraphBuilder();
        Map<Integer, Integer> layers = new HashMap<>();
        int[] calls = new int[graph.calls().size()];
        for (int i = 0; i < calls.length; i++) {
            Call call = graph.calls().get(i);
            Integer before = folded.get(i);
            if (before != null) {
                calls[i] = calls[before];
                continue;
            }
            int layer = layers.computeIfAbsent(call.layer(), place -> {
                NetworkLayer old = graph.layers().get(place);
                Layer now = replaced.getOrDefault(place, old.layer());
                return builder.addLayer(new NetworkLayer(old.name(), now, old.policy()).named());
            });
            calls[i] =
                    builder.addCall(layer, mapped(call.inputs(), calls)).get(0).call();
        }
        LayerGraph built = builder.build(
                graph.inputs().stream().map(input -> calls[input]).toList(), mapped(graph.outputs(), calls));
        return source instanceof Sequential ? Sequential.of(source.name(), built) : Functional.of(source.name(), built);
    }

    private static List<Result> mapped(List<Result> results, int[] calls) {
        return results.stream()
                .map(result -> new Result(calls[result.call()], result.output()))
                .toList();
    }
}
