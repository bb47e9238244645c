package io.cornu.savedmodels.keras;

import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under which names Keras stores the variables of a network: by the class of the layer in snake case with a number, not
 * by its name, and by the variable's number.
 *
 * <p>Source: {@code keras.src.saving.saving_lib._save_container_state}, Keras 3.15.
 */
final class WeightGroups {
    private WeightGroups() {}

    /**
     * The variables of a layer.
     *
     * @param layer the layer's name
     * @param key the name of its group under {@code layers}
     * @param variables by path, in the order of their numbers
     */
    record Group(String layer, String key, Map<String, VariableSpec> variables) {
        /**
         * The variables of the layer itself, or of one within it, with those of the next inner layer that it counts
         * among its own.
         *
         * @param inner the names of the inner layers, each with a slash after it; empty for the layer itself
         * @return by path, in the order of their numbers
         */
        Map<String, VariableSpec> own(String inner) {
            String prefix = layer + "/" + inner;
            Map<String, VariableSpec> own = new LinkedHashMap<>();
            variables.forEach((path, spec) -> {
                int slash = path.indexOf('/', prefix.length());
                boolean isOwn = slash < 0 || spec.isOuterToo() && path.indexOf('/', slash + 1) < 0;
                if (path.startsWith(prefix) && isOwn) {
                    own.put(path, spec);
                }
            });
            return own;
        }

        /** The names of the layers directly within the layer itself, or within an inner one. */
        Set<String> children(String inner) {
            String prefix = layer + "/" + inner;
            return variables.keySet().stream()
                    .filter(path -> path.startsWith(prefix) && path.indexOf('/', prefix.length()) > 0)
                    .map(path -> path.substring(prefix.length(), path.indexOf('/', prefix.length())))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    static List<Group> of(Architecture architecture, KerasRegistry registry) {
        LayerGraph graph = architecture.graph();
        Map<String, Integer> counts = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < graph.layers().size(); i++) {
            LayerGraph.NetworkLayer layer = graph.layers().get(i);
            // Operations are no layers in Keras, and nothing of them is stored.
            if (OperationCodecs.isOperation(layer.layer())) {
                continue;
            }
            String className = LayerConfigs.className(layer, registry);
            // Keras hides the input of a Sequential.
            if (!(architecture instanceof Sequential && className.equals(LayerConfigs.INPUT))) {
                String base = Names.snakeCase(className);
                int count = counts.merge(base, 1, Integer::sum);
                String key = count == 1 ? base : base + "_" + (count - 1);
                groups.add(new Group(layer.name(), key, trainableFirst(graph.variables(i))));
            }
        }
        return groups;
    }

    /** The weights that an optimizer changes, in the order of its variables. */
    static Map<String, VariableSpec> trainable(Architecture architecture, Set<String> frozen, KerasRegistry registry) {
        Map<String, VariableSpec> trainable = new LinkedHashMap<>();
        of(architecture, registry).stream()
                .filter(group -> !frozen.contains(group.layer))
                .forEach(group -> group.variables.forEach((path, spec) -> {
                    if (spec.isTrainable()) {
                        trainable.put(path, spec);
                    }
                }));
        return trainable;
    }

    private static Map<String, VariableSpec> trainableFirst(Map<String, VariableSpec> variables) {
        Map<String, VariableSpec> sorted = new LinkedHashMap<>();
        variables.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getValue().isTrainable()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
