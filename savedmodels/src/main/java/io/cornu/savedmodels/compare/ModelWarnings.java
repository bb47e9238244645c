package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv3D;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Layer;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.savedmodels.keras.KerasModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What in a model makes people wonder later, told before. */
public final class ModelWarnings {
    private static final int MAX_NAMES = 10;

    private ModelWarnings() {}

    /**
     * Looks at a model's weights and settings.
     *
     * @param model the model
     * @return a sentence for everything that is odd: weights that are no numbers, kernels and units of nothing but zeros,
     *     variances below 0, frozen layers, half precision, an optimizer without memory; empty if nothing is
     */
    public static List<String> of(KerasModel model) {
        List<String> warnings = new ArrayList<>();
        LayerGraph graph = model.architecture().graph();
        for (int i = 0; i < graph.layers().size(); i++) {
            NetworkLayer layer = graph.layers().get(i);
            for (Map.Entry<String, VariableSpec> variable : graph.variables(i).entrySet()) {
                Array values = model.weights().get(variable.getKey());
                weights(WeightStatistics.of(variable.getKey(), values), variable.getValue(), warnings);
                deadUnits(layer.layer(), variable.getKey(), values, warnings);
            }
        }
        if (!model.frozenLayers().isEmpty()) {
            warnings.add("Frozen, so kept from learning: " + names(List.copyOf(model.frozenLayers())) + ".");
        }
        policies(graph, warnings);
        if (model.compilation().isPresent() && model.optimizerState().isEmpty()) {
            warnings.add("The optimizer's state is missing: training would start cold.");
        }
        return List.copyOf(warnings);
    }

    private static void weights(WeightStatistics statistics, VariableSpec spec, List<String> warnings) {
        String name = statistics.name();
        if (statistics.notNumbers() + statistics.infinite() > 0) {
            warnings.add(name + ": " + statistics.notNumbers() + " NaN and " + statistics.infinite()
                    + " infinite among " + statistics.size() + " numbers.");
        }
        boolean isKernel = spec.isTrainable() && statistics.shape().numDimensions() > 1;
        if (isKernel && statistics.size() > 0 && statistics.zeros() == statistics.size()) {
            warnings.add(name + ": all " + statistics.size() + " numbers are 0, so nothing passes.");
        }
        if (name.endsWith("/moving_variance") && statistics.smallest() < 0) {
            warnings.add(name + ": variances below 0, down to " + statistics.smallest() + ".");
        }
    }

    private static void deadUnits(Layer layer, String name, Array values, List<String> warnings) {
        boolean hasUnits =
                layer instanceof Dense || layer instanceof Conv1D || layer instanceof Conv2D || layer instanceof Conv3D;
        if (!hasUnits || !name.endsWith("/kernel") || values.size() == 0) {
            return;
        }
        int units = (int) values.shape().get(-1);
        boolean[] lives = new boolean[units];
        for (int i = 0; i < values.size(); i++) {
            lives[i % units] |= values.at(i) != 0;
        }
        int dead = 0;
        for (boolean isAlive : lives) {
            dead += isAlive ? 0 : 1;
        }
        if (dead > 0 && dead < units) {
            warnings.add(name + ": " + dead + " of " + units + " units are dead, all their weights being 0.");
        }
    }

    private static void policies(LayerGraph graph, List<String> warnings) {
        Map<String, List<String>> layers = new TreeMap<>();
        for (NetworkLayer layer : graph.layers()) {
            layer.policy().filter(own -> own != DTypePolicy.FLOAT32).ifPresent(policy -> layers.computeIfAbsent(
                            policy.kerasName(), name -> new ArrayList<>())
                    .add(layer.name()));
        }
        layers.forEach((policy, names) -> warnings.add(
                "Computes in " + policy + ": " + names(names) + ". Results are those of float32 to a few digits."));
    }

    private static String names(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())))
                + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
    }
}
