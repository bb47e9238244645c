package io.cornu.model;

import io.cornu.layers.Layer;
import io.cornu.layers.NamedLayer;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.text.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives layers names as Keras does: the class name in snake case, with a number from the second on. */
final class LayerNames {
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** No name is taken yet. */
    LayerNames() {}

    NetworkLayer name(Layer layer) {
        if (layer instanceof NamedLayer named) {
            if (!taken.add(named.name())) {
                throw new IllegalArgumentException("Architecture: expected layers of different names, received '"
                        + named.name() + "' twice. Rename one.");
            }
            return new NetworkLayer(named.name(), named.layer());
        }
        String base = Names.snakeCase(layer.kind());
        String name;
        do {
            int count = counts.merge(base, 1, Integer::sum);
            name = count == 1 ? base : base + "_" + (count - 1);
        } while (!taken.add(name));
        return new NetworkLayer(name, layer);
    }
}
