package io.cornu.savedmodels.tf;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/** The objects of a checkpoint: Python's, as they hang together by names of attributes. */
final class SavedObjects {
    private static final String OPTIMIZER = "_?optimizer";
    private static final String METRICS = "keras_api|_?metrics|_loss_tracker";

    private final String where;
    private final TrackableObjectGraph objects;

    SavedObjects(String where, TrackableObjectGraph objects) {
        this.where = where;
        this.objects = objects;
    }

    int count() {
        return objects.getNodesCount();
    }

    TrackableObject node(int id) throws MalformedFileException {
        if (id < 0 || id >= objects.getNodesCount()) {
            throw new MalformedFileException(
                    where,
                    "expected objects among the " + objects.getNodesCount() + " of the checkpoint, received number "
                            + id + ".");
        }
        return objects.getNodes(id);
    }

    /** The child of an object, by the name of an attribute. */
    Optional<Integer> child(int id, String name) throws MalformedFileException {
        return node(id).getChildrenList().stream()
                .filter(child -> child.getLocalName().equals(name))
                .map(ObjectReference::getNodeId)
                .findFirst();
    }

    /** The keys of the variables of the root's optimizer, in its order. */
    List<String> optimizer() throws MalformedFileException {
        List<String> keys = new ArrayList<>();
        Optional<Integer> optimizer = count() == 0 ? Optional.empty() : child(0, "optimizer");
        Optional<Integer> list = optimizer.isEmpty() ? Optional.empty() : child(optimizer.get(), "_variables");
        if (list.isPresent()) {
            List<ObjectReference> members = node(list.get()).getChildrenList().stream()
                    .filter(member -> member.getLocalName().matches("\\d{1,9}"))
                    .sorted(Comparator.comparingInt(member -> Integer.parseInt(member.getLocalName())))
                    .toList();
            for (ObjectReference member : members) {
                node(member.getNodeId()).getAttributesList().stream()
                        .limit(1)
                        .forEach(tensor -> keys.add(tensor.getCheckpointKey()));
            }
        }
        return keys;
    }

    /** The variables that only an optimizer or a metric has. */
    Set<Integer> states() throws MalformedFileException {
        Set<Integer> states = new LinkedHashSet<>();
        for (TrackableObject object : objects.getNodesList()) {
            object.getSlotVariablesList().forEach(slot -> states.add(slot.getSlotVariableNodeId()));
            for (ObjectReference child : object.getChildrenList()) {
                if (child.getLocalName().matches(OPTIMIZER)) {
                    addOptimizer(node(child.getNodeId()), states);
                } else if (child.getLocalName().matches(METRICS)) {
                    addMetrics(child.getNodeId(), 3, states);
                }
            }
        }
        return states;
    }

    private void addOptimizer(TrackableObject optimizer, Set<Integer> states) throws MalformedFileException {
        for (ObjectReference member : optimizer.getChildrenList()) {
            TrackableObject object = node(member.getNodeId());
            if (object.getAttributesCount() > 0) {
                states.add(member.getNodeId());
            } else if (member.getLocalName().equals("_variables")) {
                object.getChildrenList().forEach(each -> states.add(each.getNodeId()));
            } else if (member.getLocalName().matches("inner_optimizer|_?optimizer")) {
                object.getChildrenList().stream()
                        .filter(each -> isVariable(each.getNodeId()))
                        .forEach(each -> states.add(each.getNodeId()));
            }
        }
    }

    private boolean isVariable(int id) {
        return id >= 0 && id < count() && objects.getNodes(id).getAttributesCount() > 0;
    }

    /** Totals and counts; what else a model's Keras 2 shadow holds are its weights once more. */
    private void addMetrics(int id, int depth, Set<Integer> states) throws MalformedFileException {
        for (ObjectReference child : node(id).getChildrenList()) {
            String name = child.getLocalName();
            if (name.matches("total|count|true_positives|true_negatives|false_positives|false_negatives")) {
                states.add(child.getNodeId());
            } else if (depth > 0 && name.matches("_?metrics|\\d+|_loss_tracker")) {
                addMetrics(child.getNodeId(), depth - 1, states);
            }
        }
    }
}
