package io.cornu.savedmodels.tf;

import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * The variables of {@link RestoredFunctions}, which are filled from the model's checkpoint when they are needed: by
 * the objects that hold them, as Python does it.
 */
final class FunctionVariables {
    private final NativeSession session;
    private final SavedModelFile file;
    private final RestoredFunctions functions;
    private final Set<String> filled = new HashSet<>();

    FunctionVariables(NativeSession session, SavedModelFile file, RestoredFunctions functions) {
        this.session = session;
        this.file = file;
        this.functions = functions;
    }

    /** Fills what a function uses and is not filled yet. */
    synchronized void fill(String function) {
        Map<String, Integer> variables = functions.variables(function);
        if (filled.containsAll(variables.keySet())) {
            return;
        }
        Path prefix = file.directory().resolve("variables").resolve("variables");
        try {
            TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(prefix);
            Map<Integer, String> keys = keys(
                    file.meta().getObjectGraphDef(),
                    checkpoint.objects().orElse(TrackableObjectGraph.getDefaultInstance()));
            List<Op> targets = new ArrayList<>();
            for (Map.Entry<String, Integer> variable : variables.entrySet()) {
                if (!filled.contains(variable.getKey())) {
                    targets.add(restored(prefix, checkpoint, variable.getKey(), keys.get(variable.getValue())));
                }
            }
            List<HostTensor> nothing = List.of();
            if (!session.program(List.of(), List.of(), targets).run(nothing).isEmpty()) {
                throw new IllegalStateException("a program without fetches gave something");
            }
            filled.addAll(variables.keySet());
        } catch (IOException e) {
            throw new IllegalStateException(function + ": its variables could not be read. " + e.getMessage(), e);
        }
    }

    private Op restored(Path prefix, TensorFlowCheckpoint checkpoint, String handle, @Nullable String key)
            throws MalformedFileException {
        BundleEntry entry = key == null ? null : checkpoint.entries().get(key);
        if (key == null || entry == null) {
            throw new MalformedFileException(
                    prefix.toString(), "expected the values of all variables, received none of " + handle + ".");
        }
        Ops tf = session.tf();
        var read = tf.scope()
                .opBuilder("RestoreV2", "FunctionRestore")
                .addInput(tf.constant(prefix.toString()).asOutput())
                .addInput(tf.array(key).asOutput())
                .addInput(tf.array("").asOutput())
                .setAttr("dtypes", new org.tensorflow.proto.DataType[] {entry.type()})
                .build();
        var assign = tf.scope()
                .opBuilder("AssignVariableOp", "FunctionAssign")
                .addInput(session.operand(handle + ":0").asOutput())
                .addInput(read.output(0))
                .setAttr("dtype", entry.type())
                .build();
        return () -> assign;
    }

    /** The keys of objects of the model: found at the same place among the objects of the checkpoint. */
    private static Map<Integer, String> keys(SavedObjectGraph model, TrackableObjectGraph checkpoint) {
        Map<Integer, String> keys = new HashMap<>();
        Set<Integer> seen = new HashSet<>(Set.of(0));
        Deque<int[]> open = new ArrayDeque<>();
        open.add(new int[] {0, 0});
        while (!open.isEmpty()) {
            int[] pair = open.removeFirst();
            if (pair[0] >= model.getNodesCount() || pair[1] < 0 || pair[1] >= checkpoint.getNodesCount()) {
                continue;
            }
            checkpoint.getNodes(pair[1]).getAttributesList().stream()
                    .filter(tensor -> tensor.getName().equals("VARIABLE_VALUE"))
                    .map(SerializedTensor::getCheckpointKey)
                    .forEach(key -> keys.put(pair[0], key));
            Map<String, Integer> there = new HashMap<>();
            checkpoint
                    .getNodes(pair[1])
                    .getChildrenList()
                    .forEach(child -> there.put(child.getLocalName(), child.getNodeId()));
            for (ObjectReference child : model.getNodes(pair[0]).getChildrenList()) {
                Integer twin = there.get(child.getLocalName());
                if (twin != null && child.getNodeId() >= 0 && seen.add(child.getNodeId())) {
                    open.add(new int[] {child.getNodeId(), twin});
                }
            }
        }
        return keys;
    }
}
