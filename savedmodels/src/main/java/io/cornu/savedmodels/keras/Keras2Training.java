package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.text.Names;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what Keras 2 compiled a model with, and what Keras 3 says in legacy files, into the form of Keras 3. */
final class Keras2Training {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CLASS = "class_name";
    private static final String RATE = "learning_rate";
    private static final Set<String> SCALING = Set.of("LossScaleOptimizerV1", "LossScaleOptimizerV3");
    private static final Map<String, String> ACCURACIES = Map.of(
            "categorical_accuracy", "accuracy",
            "binary_accuracy", "accuracy",
            "sparse_categorical_accuracy", "accuracy");

    private Keras2Training() {}

    /** The settings in the form of {@code compile_config}. */
    static ObjectNode translated(JsonNode settings) {
        ObjectNode config = settings.deepCopy();
        JsonNode optimizer = config.remove("optimizer_config");
        if (optimizer != null) {
            config.set("optimizer", optimizer);
        }
        config.remove("sample_weight_mode");
        if (config.path("optimizer") instanceof ObjectNode object) {
            translateOptimizer(object);
        }
        for (String key : new String[] {"loss", "metrics", "weighted_metrics"}) {
            if (config.has(key)) {
                config.set(key, value(config.get(key)));
            }
        }
        dropOutputNames(config.path("metrics"));
        dropOutputNames(config.path("weighted_metrics"));
        return config;
    }

    private static void translateOptimizer(ObjectNode optimizer) {
        String name = optimizer.path(CLASS).asText();
        String plain = name.startsWith("Custom>") ? name.substring("Custom>".length()) : name;
        optimizer.put(CLASS, SCALING.contains(plain) ? "LossScaleOptimizer" : plain);
        optimizer.put("module", "keras.optimizers");
        if (optimizer.path("registered_name").asText("").startsWith("Custom>")) {
            optimizer.remove("registered_name");
        }
        if (plain.indexOf('>') > 0) {
            optimizer.put("registered_name", plain).put(CLASS, plain.substring(plain.indexOf('>') + 1));
        }
        if (!(optimizer.path("config") instanceof ObjectNode config)) {
            return;
        }
        config.remove(Set.of("is_legacy_optimizer", "jit_compile"));
        if (SCALING.contains(plain) && config.path("dynamic").asBoolean()) {
            config.remove("dynamic");
        }
        JsonNode rate = config.remove("lr");
        if (rate != null) {
            config.set(RATE, rate);
        }
        JsonNode decay = config.remove("decay");
        if (decay != null && decay.asDouble() != 0) {
            config.set(RATE, decayed(config.path(RATE), decay));
        }
        if (config.path("inner_optimizer") instanceof ObjectNode inner) {
            translateOptimizer(inner);
        }
    }

    /** The old option made the rate {@code rate / (1 + decay iterations)}. */
    private static ObjectNode decayed(JsonNode rate, JsonNode decay) {
        ObjectNode schedule = JSON.objectNode();
        schedule.put("module", "keras.optimizers.schedules").put(CLASS, "InverseTimeDecay");
        ObjectNode config = schedule.putObject("config");
        config.set("initial_learning_rate", rate);
        config.put("decay_steps", 1);
        config.set("decay_rate", decay);
        return schedule;
    }

    /** A loss or metric, or several of them in lists and by name. */
    private static JsonNode value(JsonNode value) {
        if (value.isArray()) {
            ArrayNode list = JSON.arrayNode();
            value.forEach(each -> list.add(value(each)));
            return list;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        if (!object.has(CLASS)) {
            ObjectNode byName = JSON.objectNode();
            object.properties().forEach(entry -> byName.set(entry.getKey(), value(entry.getValue())));
            return byName;
        }
        object.remove("module");
        if (!(object.path("config") instanceof ObjectNode config)) {
            return object;
        }
        String function = config.path("fn").asText("");
        config.remove("fn");
        if (config.path("reduction").asText().equals("auto")) {
            config.remove("reduction");
        }
        return object.path(CLASS).asText().equals("MeanMetricWrapper") ? metric(function, config) : object;
    }

    /** A metric that Keras 2 made of a function. */
    private static JsonNode metric(String function, ObjectNode config) {
        String name = config.path("name").asText();
        // Keras chooses the function by the shape of the output; Keras 3 does so again.
        if (ACCURACIES.containsKey(function) && (name.equals("accuracy") || name.equals("acc"))) {
            return JSON.textNode(name);
        }
        ObjectNode metric = JSON.objectNode().put(CLASS, camelCase(function));
        metric.set("config", config);
        return metric;
    }

    private static String camelCase(String function) {
        return Arrays.stream(function.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** With several outputs, Keras 2 puts the name of the output before that of the metric. */
    private static void dropOutputNames(JsonNode metrics) {
        if (!metrics.isArray() || metrics.size() < 2) {
            return;
        }
        for (JsonNode ofOutput : metrics) {
            for (JsonNode metric : ofOutput) {
                String plain = Names.snakeCase(metric.path(CLASS).asText());
                if (metric.path("config") instanceof ObjectNode config
                        && config.path("name").asText().endsWith("_" + plain)) {
                    config.put("name", plain);
                }
            }
        }
    }
}
