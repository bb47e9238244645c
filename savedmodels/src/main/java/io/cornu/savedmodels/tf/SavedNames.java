package io.cornu.savedmodels.tf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * The names of a checkpoint's variables: those they have in the program, where its description of objects tells them,
 * for keys are mere positions in Keras 3; else the keys.
 */
final class SavedNames {
    private static final String ATTRIBUTES = "/.ATTRIBUTES/";
    private static final Set<String> COUNTERS = Set.of("global_step", "beta1_power", "beta2_power", "save_counter");

    /**
     * A variable of a checkpoint.
     *
     * @param name unique
     * @param path where the object hangs, such as {@code layer/kernel}; the name where nothing tells it
     * @param key under which it is stored
     * @param isState whether it is an optimizer's, a metric's, a counter or a random generator's, and so no weight
     */
    record Variable(String name, String path, String key, boolean isState) {}

    private final TensorFlowCheckpoint checkpoint;
    private final Map<String, List<Variable>> byName = new LinkedHashMap<>();

    private SavedNames(TensorFlowCheckpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** All variables of numbers, in the order of the objects. */
    static List<Variable> of(TensorFlowCheckpoint checkpoint) throws IOException {
        return new SavedNames(checkpoint).variables();
    }

    private List<Variable> variables() throws IOException {
        Set<String> named = new HashSet<>();
        TrackableObjectGraph objects =
                checkpoint.objects().orElse(TrackableObjectGraph.getDefaultInstance());
        Set<Integer> states = new SavedObjects(checkpoint.where(), objects).states();
        for (int node = 0; node < objects.getNodesCount(); node++) {
            for (SerializedTensor tensor : objects.getNodes(node).getAttributesList()) {
                String key = tensor.getCheckpointKey();
                if (isNumbers(key) && named.add(key)) {
                    add(tensor.getFullName(), key, states.contains(node));
                }
            }
        }
        for (String key : checkpoint.entries().keySet()) {
            if (isNumbers(key) && !named.contains(key)) {
                add("", key, false);
            }
        }
        List<Variable> variables = new ArrayList<>();
        byName.forEach((name, same) -> {
            if (same.stream().map(this::content).distinct().count() == 1) {
                variables.add(same.get(0));
            } else {
                same.forEach(each -> variables.add(new Variable(each.path(), each.path(), each.key(), each.isState())));
            }
        });
        return variables;
    }

    /** Python keeps a variable in several lists of an export, and writes it for each. */
    private Object content(Variable variable) {
        BundleEntry entry = entry(variable.key());
        return List.of(entry.checksum(), entry.type(), entry.shape().toString());
    }

    private void add(String fullName, String key, boolean isState) {
        int end = key.indexOf(ATTRIBUTES);
        String path = end < 0 ? key : key.substring(0, end);
        String name = fullName.isEmpty() ? path : fullName.replaceFirst(":\\d+$", "");
        boolean isOther = isState || COUNTERS.contains(name) || name.endsWith("seed_generator_state") || isSlot(key);
        byName.computeIfAbsent(name, same -> new ArrayList<>()).add(new Variable(name, path, key, isOther));
    }

    /** TensorFlow 1 calls the slots of {@code dense/kernel} such as {@code dense/kernel/Adam_1}. */
    private boolean isSlot(String key) {
        int slash = key.lastIndexOf('/');
        return key.contains("/.OPTIMIZER_SLOT/")
                || !key.contains(ATTRIBUTES) && slash > 0 && checkpoint.contains(key.substring(0, slash));
    }

    private boolean isNumbers(String key) {
        BundleEntry entry = checkpoint.entries().get(key);
        return entry != null && !entry.isSliced() && entry.numbers().isPresent();
    }

    private BundleEntry entry(String key) {
        BundleEntry entry = checkpoint.entries().get(key);
        if (entry == null) {
            throw new IllegalStateException("no entry " + key);
        }
        return entry;
    }
}
