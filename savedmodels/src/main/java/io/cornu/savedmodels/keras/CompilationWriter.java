package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.metrics.ShapedAccuracy;
import io.cornu.model.Compilation;
import java.util.List;
import java.util.function.Function;

/** Writes what a model is compiled with as {@code compile_config} holds it. */
final class CompilationWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final KerasRegistry registry;

    CompilationWriter(KerasRegistry registry) {
        this.registry = registry;
    }

    ObjectNode write(Compilation compilation) {
        List<Compilation.Output> outputs = compilation.outputs();
        ObjectNode config = JSON.objectNode();
        config.set("optimizer", registry.optimizers().write(compilation.optimizer(), registry));
        config.set("loss", eachOutput(outputs, output -> loss(output.loss())));
        config.set("loss_weights", lossWeights(outputs));
        config.set("metrics", metrics(outputs, Compilation.Output::metrics));
        config.set("weighted_metrics", metrics(outputs, Compilation.Output::weightedMetrics));
        return config;
    }

    private JsonNode loss(Loss loss) {
        return LossCodecs.write(loss, registry);
    }

    private static JsonNode lossWeights(List<Compilation.Output> outputs) {
        boolean isPlain = outputs.stream().allMatch(output -> output.lossWeight() == 1);
        return isPlain ? JSON.nullNode() : eachOutput(outputs, output -> JSON.numberNode(output.lossWeight()));
    }

    private JsonNode metrics(List<Compilation.Output> outputs, Function<Compilation.Output, List<Metric>> of) {
        boolean isEmpty = outputs.stream().allMatch(output -> of.apply(output).isEmpty());
        return isEmpty ? JSON.nullNode() : eachOutput(outputs, output -> metrics(of.apply(output)));
    }

    private ArrayNode metrics(List<Metric> metrics) {
        ArrayNode list = JSON.arrayNode();
        metrics.forEach(metric -> list.add(metric(metric)));
        return list;
    }

    private JsonNode metric(Metric metric) {
        // Keras resolves this name when it sees the data, as we do.
        if (metric instanceof ShapedAccuracy) {
            return JSON.textNode(metric.name());
        }
        ObjectNode object = registry.metrics().write(metric, metric.toString(), registry);
        boolean isNamed = registry.metrics()
                .codecOf(metric)
                .filter(codec -> codec.hasOption("name"))
                .isPresent();
        if (isNamed && object.get("config") instanceof ObjectNode config) {
            // Without a name, Keras counts: the second model's precision would become precision_1.
            config.put("name", metric.name());
        }
        return object;
    }

    private static JsonNode eachOutput(List<Compilation.Output> outputs, Function<Compilation.Output, JsonNode> value) {
        if (outputs.size() == 1) {
            return value.apply(outputs.get(0));
        }
        ArrayNode list = JSON.arrayNode();
        outputs.forEach(output -> list.add(value.apply(output)));
        return list;
    }
}
