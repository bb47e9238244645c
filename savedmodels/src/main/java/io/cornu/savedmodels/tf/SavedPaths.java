package io.cornu.savedmodels.tf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How names of variables are compared, segment by segment. */
final class SavedPaths {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)_(\\d{1,15})");

    /** What Keras calls the layers within a layer, by the name of the attribute that holds them. */
    private static final Map<String, Pattern> INNER = Map.of(
            "cell", Pattern.compile("\\w+_cell(_\\d+)?"),
            "query_dense", Pattern.compile("query"),
            "key_dense", Pattern.compile("key"),
            "value_dense", Pattern.compile("value"),
            "output_dense", Pattern.compile("attention_output"),
            "forward_layer", Pattern.compile("forward_\\w+"),
            "backward_layer", Pattern.compile("backward_\\w+"));

    /** Other names of variables: TensorFlow 1's, TF-Slim's, and those of Keras 2's depthwise layers. */
    private static final Map<String, Set<String>> LEAVES = Map.of(
            "kernel", Set.of("weights", "w", "depthwise_kernel", "_kernel"),
            "bias", Set.of("biases", "b"),
            "embeddings", Set.of("_embeddings"));

    private SavedPaths() {}

    static List<String> segments(String name) {
        return List.of(name.split("/", -1));
    }

    static String last(String scope) {
        return scope.substring(scope.lastIndexOf('/') + 1);
    }

    /** {@code dense} for {@code dense_7}. */
    static String base(String layer) {
        Matcher matcher = NUMBERED.matcher(layer);
        return matcher.matches() ? matcher.group(1) : layer;
    }

    /** 7 for {@code dense_7}, 0 without a number. */
    static long number(String scope) {
        Matcher matcher = NUMBERED.matcher(last(scope));
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : 0;
    }

    /** In how many segments two names differ without meaning something else; -1 if they mean something else. */
    static int likeness(List<String> ours, List<String> theirs) {
        if (ours.size() != theirs.size()) {
            return -1;
        }
        int differences = 0;
        for (int i = 0; i < ours.size(); i++) {
            String own = ours.get(i);
            String other = theirs.get(i);
            if (!own.equals(other)) {
                Pattern inner = INNER.get(own);
                boolean isInner = i < ours.size() - 1 && inner != null && inner.matcher(other).matches();
                boolean isLeaf = i == ours.size() - 1
                        && LEAVES.getOrDefault(own, Set.of()).contains(other);
                if (!isInner && !isLeaf) {
                    return -1;
                }
                differences++;
            }
        }
        return differences;
    }
}
