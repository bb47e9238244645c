package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.NamedLayer;
import io.cornu.layers.PolicyLayer;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.text.Arguments;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives layers names as Keras does: the class name in snake case, with a number from the second on. */
final class LayerNames {
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** No name is taken yet. */
    LayerNames() {}

    /** The names of a network's layers, inputs among them; those of a nested network follow its own. */
    static List<String> of(Architecture architecture) {
        List<String> names = new ArrayList<>();
        addAll(architecture.graph(), "", names);
        return names;
    }

    private static void addAll(LayerGraph graph, String prefix, List<String> names) {
        for (NetworkLayer layer : graph.layers()) {
            names.add(prefix + layer.name());
            if (layer.layer() instanceof Submodel nested) {
                addAll(nested.architecture().graph(), prefix + layer.name() + "/", names);
            }
        }
    }

    /** The same names, if the network has such layers. */
    static List<String> chosen(Architecture architecture, String... names) {
        List<String> known = of(architecture);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + architecture.name()
                        + "': expected one of its layers, received '" + name + "'. "
                        + Names.suggestion(name, known));
            }
        }
        return List.of(names);
    }

    /** The names of the layers at some places, as Keras counts them: the input of a Sequential is not one. */
    static List<String> chosen(Architecture architecture, int... places) {
        List<String> known = architecture.graph().layers().stream()
                .filter(layer -> !(architecture instanceof Sequential && layer.layer() instanceof Input))
                .map(NetworkLayer::name)
                .toList();
        return Arrays.stream(places)
                .mapToObj(place -> {
                    Arguments.require(
                            place >= -known.size() && place < known.size(),
                            "'" + architecture.name() + "'",
                            "the place of a layer must be from " + -known.size() + " to " + (known.size() - 1),
                            place);
                    return known.get(Math.floorMod(place, known.size()));
                })
                .toList();
    }

    NetworkLayer name(Layer layer) {
        if (layer instanceof PolicyLayer policy && policy.layer() instanceof NamedLayer named) {
            return name(named.layer().withPolicy(policy.policy()).named(named.name()));
        }
        if (layer instanceof NamedLayer named) {
            if (!taken.add(named.name())) {
                throw new IllegalArgumentException("Architecture: expected layers of different names, received '"
                        + named.name() + "' twice. Rename one.");
            }
            return unwrapped(named.name(), named.layer());
        }
        String base = Names.snakeCase(layer.kind());
        String name;
        do {
            int count = counts.merge(base, 1, Integer::sum);
            name = count == 1 ? base : base + "_" + (count - 1);
        } while (!taken.add(name));
        return unwrapped(name, layer);
    }

    /** Keeps names from being given to layers that have none. */
    void reserve(Collection<String> names) {
        taken.addAll(names);
    }

    private static NetworkLayer unwrapped(String name, Layer layer) {
        if (layer instanceof PolicyLayer wrapper) {
            return unwrapped(name, wrapper.layer()).withPolicy(wrapper.policy());
        }
        return new NetworkLayer(name, layer instanceof Submodel nested ? nested.under(name) : layer);
    }
}
