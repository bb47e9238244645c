package io.cornu.model;

import io.cornu.layers.VariableSpec;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares layers of the same name in two networks. */
final class SharedLayers {
    private SharedLayers() {}

    /** Requires that layers of one name have the same variables in both networks. */
    static void requireFitting(String where, LayerGraph source, LayerGraph other) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < source.layers().size(); i++) {
            places.put(source.layers().get(i).name(), i);
        }
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < other.layers().size(); i++) {
            Integer place = places.get(other.layers().get(i).name());
            if (place != null) {
                String here = text(source.variables(place));
                String there = text(other.variables(i));
                if (!here.equals(there)) {
                    problems.add(other.layers().get(i).title() + " has " + there + ", in this model " + here);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    where + ": expected layers of the same name to have the same variables, received others: "
                            + String.join("; ", problems) + ". Give new layers names of their own.");
        }
    }

    private static String text(Map<String, VariableSpec> variables) {
        List<String> parts = new ArrayList<>();
        variables.values().forEach(spec -> parts.add(spec.name() + " " + Shapes.text(spec.shape())));
        return parts.isEmpty() ? "none" : String.join(" and ", parts);
    }
}
