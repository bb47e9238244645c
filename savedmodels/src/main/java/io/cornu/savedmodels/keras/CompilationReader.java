package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.metrics.ShapedAccuracy;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads what a model was compiled with, in all the forms that Keras' {@code compile} takes. */
final class CompilationReader {
    private final Place place;
    private final List<String> outputs;
    private final KerasPaths paths;

    CompilationReader(Place place, Architecture architecture) {
        this.place = place;
        this.outputs = architecture.graph().outputNames();
        this.paths = KerasPaths.of(architecture);
    }

    Compilation read(JsonNode json) {
        ConfigObject config = new ConfigObject(place, json);
        // How steps are run is the engine's matter.
        config.ignore("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss");
        Place here = place.in("optimizer");
        Optimizer optimizer = paths.fromFile(place.registry().optimizers().read(config.get("optimizer"), here), here);
        List<Optional<Loss>> losses = eachOutput(config, "loss", true, this::loss);
        List<Optional<Double>> weights = eachOutput(config, "loss_weights", false, OptionType.NUMBER::read);
        List<Optional<List<Metric>>> metrics = eachOutput(config, "metrics", false, this::metrics);
        List<Optional<List<Metric>>> weightedMetrics = eachOutput(config, "weighted_metrics", false, this::metrics);
        config.requireAllRead();
        List<Compilation.Output> asked = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = outputs.get(i);
            Loss loss = losses.get(i).orElseThrow(() -> place.in("loss")
                    .error("expected a loss for every output, received none for '" + name
                            + "'. Compile with one in Keras, or read without the compilation."));
            asked.add(new Compilation.Output(
                    loss,
                    weights.get(i).orElse(1.),
                    metrics.get(i).orElse(List.of()),
                    weightedMetrics.get(i).orElse(List.of())));
        }
        return new Compilation(optimizer, asked);
    }

    /** One value for all outputs, a list in their order, or an object by their names. */
    private <V> List<Optional<V>> eachOutput(
            ConfigObject config, String key, boolean isForAll, BiFunction<JsonNode, Place, V> read) {
        Place here = place.in(key);
        Optional<JsonNode> found = config.find(key);
        if (found.isEmpty()) {
            return Collections.nCopies(outputs.size(), Optional.empty());
        }
        JsonNode value = found.get();
        if (value.isObject() && !value.has("class_name")) {
            requireOutputs(value, here);
            return outputs.stream()
                    .map(name -> one(value.path(name), here.in(Place.shortened(name)), read))
                    .toList();
        }
        if (outputs.size() == 1) {
            boolean isWrapped = value.isArray() && value.size() == 1 && !key.endsWith("metrics");
            return List.of(one(isWrapped ? value.get(0) : value, here, read));
        }
        if (value.isArray() && value.size() == outputs.size()) {
            List<Optional<V>> values = new ArrayList<>();
            value.forEach(each -> values.add(one(each, here, read)));
            return values;
        }
        if (isForAll && !value.isArray()) {
            return Collections.nCopies(outputs.size(), one(value, here, read));
        }
        throw here.expected("one for each of the outputs " + outputs, value);
    }

    private static <V> Optional<V> one(JsonNode value, Place here, BiFunction<JsonNode, Place, V> read) {
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(read.apply(value, here));
    }

    private void requireOutputs(JsonNode value, Place here) {
        Set<String> unknown = new HashSet<>();
        value.fieldNames().forEachRemaining(unknown::add);
        outputs.forEach(unknown::remove);
        if (!unknown.isEmpty() || new HashSet<>(outputs).size() < outputs.size()) {
            throw here.expected("the names of the outputs " + outputs, value);
        }
    }

    private Loss loss(JsonNode node, Place here) {
        return LossCodecs.read(node, here);
    }

    private List<Metric> metrics(JsonNode node, Place here) {
        if (!node.isArray()) {
            return List.of(metric(node, here));
        }
        List<Metric> metrics = new ArrayList<>();
        for (JsonNode each : node) {
            // With one output, Keras takes a list in a list as well.
            if (each.isArray()) {
                metrics.addAll(metrics(each, here));
            } else if (!each.isNull()) {
                metrics.add(metric(each, here));
            }
        }
        return metrics;
    }

    private static Metric metric(JsonNode node, Place here) {
        return node.isTextual() && ShapedAccuracy.isName(node.textValue())
                ? new ShapedAccuracy(node.textValue())
                : here.registry().metrics().read(node, here);
    }
}
