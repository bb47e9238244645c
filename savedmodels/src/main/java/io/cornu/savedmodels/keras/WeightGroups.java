package io.cornu.savedmodels.keras;

import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.model.Submodel;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * The variables of a layer, or those of the layers of a model.
     *
     * @param layer the layer's name, after those of the models that have it
     * @param key the name of its group under {@code layers}
     * @param variables by path, in the order of their numbers; none of a model
     * @param layers of a model, its layers
     */
    record Group(String layer, String key, Map<String, VariableSpec> variables, Optional<List<Group>> layers) {
        /** The layer's own name. */
        String name() {
            return layer.substring(layer.lastIndexOf('/') + 1);
        }

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

        /**
         * All variables of a layer or model as Keras 2 listed them: those that learn, then the others.
         *
         * @param frozen the layers that do not
         */
        Map<String, VariableSpec> learningFirst(Set<String> frozen) {
            Map<String, VariableSpec> learning = new LinkedHashMap<>();
            Map<String, VariableSpec> others = new LinkedHashMap<>();
            collect(frozen, learning, others);
            learning.putAll(others);
            return learning;
        }

        private void collect(Set<String> frozen, Map<String, VariableSpec> learning, Map<String, VariableSpec> others) {
            layers.ifPresent(inner -> inner.forEach(group -> group.collect(frozen, learning, others)));
            variables.forEach((path, spec) ->
                    (spec.isTrainable() && !frozen.contains(layer) ? learning : others).put(path, spec));
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

    /** The groups in the order in which Keras would list the layers. */
    static List<Group> of(Architecture architecture, KerasRegistry registry) {
        return of(architecture, registry, Map.of());
    }

    /**
     * The groups of a file.
     *
     * @param order the names of the layers in its order, by the path of the model that has them
     */
    static List<Group> of(Architecture architecture, KerasRegistry registry, Map<String, List<String>> order) {
        return of(architecture, "", registry, order);
    }

    private static List<Group> of(
            Architecture architecture, String prefix, KerasRegistry registry, Map<String, List<String>> order) {
        LayerGraph graph = architecture.graph();
        Map<String, Integer> counts = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        for (int place : places(graph, order.getOrDefault(prefix, List.of()))) {
            LayerGraph.NetworkLayer layer = graph.layers().get(place);
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
                String path = prefix + layer.name();
                groups.add(
                        layer.layer() instanceof Submodel nested
                                ? new Group(
                                        path,
                                        key,
                                        Map.of(),
                                        Optional.of(of(nested.architecture(), path + "/", registry, order)))
                                : new Group(
                                        path, key, trainableFirst(prefix, graph.variables(place)), Optional.empty()));
            }
        }
        return groups;
    }

    private static List<Integer> places(LayerGraph graph, List<String> order) {
        Map<String, Integer> places = new LinkedHashMap<>();
        order.forEach(name -> places.put(name, -1));
        for (int i = 0; i < graph.layers().size(); i++) {
            places.put(graph.layers().get(i).name(), i);
        }
        return places.values().stream().filter(place -> place >= 0).toList();
    }

    /** The weights that an optimizer changes, in the order of its variables. */
    static Map<String, VariableSpec> trainable(List<Group> groups, Set<String> frozen) {
        Map<String, VariableSpec> trainable = new LinkedHashMap<>();
        for (Group group : groups) {
            if (!frozen.contains(group.layer)) {
                group.layers.ifPresent(inner -> trainable.putAll(trainable(inner, frozen)));
                group.variables.forEach((path, spec) -> {
                    if (spec.isTrainable()) {
                        trainable.put(path, spec);
                    }
                });
            }
        }
        return trainable;
    }

    private static Map<String, VariableSpec> trainableFirst(String prefix, Map<String, VariableSpec> variables) {
        Map<String, VariableSpec> sorted = new LinkedHashMap<>();
        variables.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getValue().isTrainable()))
                .forEach(entry -> sorted.put(prefix + entry.getKey(), entry.getValue()));
        return sorted;
    }
}
