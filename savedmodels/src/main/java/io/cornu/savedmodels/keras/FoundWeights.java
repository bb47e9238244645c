package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in a file, and what was not.
 *
 * @param values by path, of the layers that fit
 * @param problems what is missing or does not fit
 * @param strays what belongs to no layer
 */
record FoundWeights(Map<String, Array> values, List<String> problems, List<String> strays) {
    static FoundWeights none() {
        return new FoundWeights(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The values in the order of the architecture, if all fit. */
    Weights whole(Architecture architecture, Place place) {
        int expected = architecture.graph().variables().size();
        if (!problems.isEmpty() || !strays.isEmpty()) {
            String wrong = problems.size() + " of " + expected + " variables do not match: "
                    + WeightsReader.joined(problems) + ".";
            String more =
                    "expected no variables besides those of the layers, received " + WeightsReader.joined(strays) + ".";
            throw place.error(strays.isEmpty() ? wrong : problems.isEmpty() ? more : wrong + " Also " + more);
        }
        return ordered(architecture);
    }

    /** The values in the order of the architecture, as many as fit. */
    Weights ordered(Architecture architecture) {
        Map<String, Array> ordered = new LinkedHashMap<>();
        architecture.graph().variables().keySet().forEach(path -> Optional.ofNullable(values.get(path))
                .ifPresent(value -> ordered.put(path, value)));
        return new Weights(ordered);
    }

    /** What was left out, in words. */
    List<String> skipped() {
        List<String> skipped = new ArrayList<>(problems);
        strays.forEach(stray -> skipped.add(stray + " belongs to no layer"));
        return skipped;
    }
}
